using System.Globalization;
using System.Reflection;
using System.Resources;
using Shop.Users.Accounts;
using Shop.Users.Administration;
using Shop.Users.Security;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class SecurityEventTextTests
{
    [Fact]
    public void Whatever_may_happen_to_an_account_is_told_in_words()
    {
        var texts = new ResourceManager(typeof(Shop.Users.Sessions.Text));
        var kinds = ((Type[])[typeof(SecurityEventKinds), typeof(AccountEventKinds), typeof(AdministrationEventKinds)])
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!).ToArray();

        Assert.True(kinds.Length > 20, $"Only {kinds.Length} kinds.");
        Assert.All(kinds, kind => Assert.False(string.IsNullOrEmpty(texts.GetString($"Event.{kind}", CultureInfo.InvariantCulture)), kind));
        Assert.All(kinds, kind => Assert.InRange(kind.Length, 1, SecurityEvent.KindLength));
    }
}
