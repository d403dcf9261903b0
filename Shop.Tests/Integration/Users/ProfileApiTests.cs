using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Users;

public sealed class ProfileApiTests(ShopApplication shop)
{
    private const string Me = "/api/users/me";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_reads_and_changes_their_profile()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var client = await shop.SignedInAsync("users", user);

        using var before = await client.GetAsync(Me, Cancel);
        var profile = await before.JsonAsync();
        Assert.Equal((user.Id.ToString(), user.Email, user.DisplayName), (profile.GetProperty("id").GetString(), profile.GetProperty("email").GetString(), profile.GetProperty("displayName").GetString()));
        Assert.True(before.Headers.CacheControl is { Private: true, NoCache: true });

        using var changed = await client.PutAsync(Me, new { displayName = "  王小明 👩‍🚀 ", phone = "138 0013 8000", birthday = "1990-07-20", language = "zh-CN" }, before.Headers.ETag!.ToString());
        var after = await changed.JsonAsync();
        Assert.Equal(("王小明 👩‍🚀", "+8613800138000", "1990-07-20", "zh-CN"), (after.GetProperty("displayName").GetString(), after.GetProperty("phone").GetString(), after.GetProperty("birthday").GetString(), after.GetProperty("language").GetString()));
        Assert.NotEqual(before.Headers.ETag, changed.Headers.ETag);
        Assert.Equal(after.ToString(), (await (await client.GetAsync(Me, Cancel)).JsonAsync()).ToString());
    }

    [Fact]
    public async Task Two_devices_do_not_overwrite_each_other_without_a_word()
    {
        using var client = await shop.SignedInAsync("users");
        using var read = await client.GetAsync(Me, Cancel);
        var version = read.Headers.ETag!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(device => client.PutAsync(Me, new { displayName = $"Device {device}", language = "en" }, version)));

        var won = Assert.Single(answers, static answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != won), static answer => Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode));
        Assert.Equal((await won.JsonAsync()).ToString(), (await (await client.GetAsync(Me, Cancel)).JsonAsync()).ToString());
    }

    [Fact]
    public async Task The_same_change_again_gets_the_same_answer()
    {
        using var client = await shop.SignedInAsync("users");
        using var read = await client.GetAsync(Me, Cancel);
        var change = new { displayName = "Ada", language = "en" };

        using var first = await client.PutAsync(Me, change, read.Headers.ETag!.ToString());
        using var second = await client.PutAsync(Me, change, read.Headers.ETag!.ToString());

        Assert.Equal((await first.JsonAsync()).ToString(), (await second.JsonAsync()).ToString());
    }

    [Fact]
    public async Task Who_does_not_say_what_they_have_read_changes_nothing()
    {
        using var client = await shop.SignedInAsync("users");
        using var before = await client.GetAsync(Me, Cancel);

        using var unconditional = await client.PutAsJsonAsync(Me, new { displayName = "Ada", language = "en" }, Cancel);
        using var weak = await client.PutAsync(Me, new { displayName = "Ada", language = "en" }, $"W/{before.Headers.ETag}");
        using var wrong = await client.PutAsync(Me, new { displayName = "Ada", language = "en" }, "\"another\"");

        Assert.Equal((HttpStatusCode)428, unconditional.StatusCode);
        Assert.Equal("application/problem+json", unconditional.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.PreconditionFailed, weak.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, wrong.StatusCode);
        Assert.Equal(before.Headers.ETag, (await client.GetAsync(Me, Cancel)).Headers.ETag);
    }

    [Fact]
    public async Task What_is_known_already_is_not_sent_again()
    {
        using var client = await shop.SignedInAsync("users");
        using var first = await client.GetAsync(Me, Cancel);

        using var request = new HttpRequestMessage(HttpMethod.Get, Me);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Each_field_is_checked_and_a_refusal_changes_nothing()
    {
        using var client = await shop.SignedInAsync("users");
        using var before = await client.GetAsync(Me, Cancel);

        using var answer = await client.PutAsync(Me, new { displayName = "a\u202eb", phone = "12", birthday = "2999-01-01", language = "de" }, "*");

        Assert.Equal(["birthday", "displayName", "language", "phone"], await answer.RefusedFieldsAsync());
        Assert.Equal(before.Headers.ETag, (await client.GetAsync(Me, Cancel)).Headers.ETag);
    }

    [Fact]
    public async Task Errors_are_told_in_the_language_that_is_asked_for()
    {
        using var client = await shop.SignedInAsync("users");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");

        using var answer = await client.PutAsync(Me, new { displayName = "", language = "en" }, "*");

        Assert.Equal("请填写此项。", (await answer.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors").GetProperty("displayName")[0].GetString());
    }
}
