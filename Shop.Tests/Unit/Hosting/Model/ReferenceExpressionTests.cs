using Aspire.Hosting.ApplicationModel;
using CsCheck;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Model;

public sealed class ReferenceExpressionTests
{
    [Fact]
    public async Task Text_stands_as_it_is_and_values_come_when_asked()
    {
        var parameter = new ParameterResource("secret", _ => "p@ss", secret: true);
        var expression = ReferenceExpression.Create($"Host={{x}};Password={parameter}");

        Assert.Equal("Host={x};Password=p@ss", await expression.GetValueAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Host={x};Password={secret.value}", expression.ValueExpression);
    }

    [Fact]
    public void Any_text_survives() => Gen.String.Sample(text =>
        ReferenceExpression.Create($"{text}").ValueExpression == text && Value(ReferenceExpression.Create($"{text}")) == text);

    [Fact]
    public void A_uri_part_is_escaped_so_that_it_can_be_read_back() => Gen.String.AlphaNumeric.Select(Gen.String[Gen.Char["@:/?#[]%&= ü中"], 0, 8]).Select(t => t.Item1 + t.Item2).Sample(password =>
    {
        var parameter = new ParameterResource("password", _ => password);
        var uri = Value(ReferenceExpression.Create($"redis://:{parameter:uri}@localhost:1"))!;
        return Uri.UnescapeDataString(new Uri(uri).UserInfo) == ":" + password;
    });

    private static string? Value(ReferenceExpression expression)
    {
        var value = expression.GetValueAsync().AsTask();
        Assert.True(value.IsCompletedSuccessfully);
        return value.GetAwaiter().GetResult();
    }
}
