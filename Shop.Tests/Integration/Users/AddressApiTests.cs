using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Users;

public sealed class AddressApiTests(ShopApplication shop)
{
    private const string Book = "/api/users/me/addresses";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_is_added_read_changed_and_removed()
    {
        using var client = await shop.SignedInAsync("users");

        using var created = await client.PostAsJsonAsync(Book, American("Ada Lovelace"), Cancel);
        var address = await created.JsonAsync(HttpStatusCode.Created);
        var path = created.Headers.Location!.ToString();
        Assert.Equal($"{Book}/{address.GetProperty("id").GetString()}", path);
        Assert.Equal(address.ToString(), (await (await client.GetAsync(path, Cancel)).JsonAsync()).ToString());
        Assert.Equal(("+14155552671", "94105-1234"), (address.GetProperty("phone").GetString(), address.GetProperty("postalCode").GetString()));

        using var changed = await client.PutAsJsonAsync(path, new { recipient = "王小明", phone = "13800138000", country = "CN", region = "ZJ", city = "杭州市", district = "西湖区", line1 = "文三路 90 号", postalCode = "310012" }, Cancel);
        Assert.Equal(("CN", "ZJ", "王小明"), ((await changed.JsonAsync()).GetProperty("country").GetString(), (await changed.JsonAsync()).GetProperty("region").GetString(), (await changed.JsonAsync()).GetProperty("recipient").GetString()));

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(path, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync(path, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_first_is_the_default_and_whoever_takes_over_is_the_only_one()
    {
        using var client = await shop.SignedInAsync("users");
        var first = await AddAsync(client, American("First"));
        Assert.Equal((true, true), Defaults(first));

        var second = await AddAsync(client, American("Second", shipping: true));
        Assert.Equal((true, false), Defaults(second));
        Assert.Equal((false, true), Defaults(await ReadAsync(client, first)));

        // It can be handed over, and not just given up.
        using var given = await client.PutAsJsonAsync($"{Book}/{Id(second)}", American("Second", shipping: false), Cancel);
        Assert.Equal(["isDefaultShipping"], await given.RefusedFieldsAsync());

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Book}/{Id(second)}", Cancel)).StatusCode);
        Assert.Equal((true, true), Defaults(await ReadAsync(client, first)));
    }

    [Fact]
    public async Task Of_many_that_become_the_default_at_once_one_is_it()
    {
        using var client = await shop.SignedInAsync("users");
        var addresses = new List<JsonElement>();
        for (var i = 0; i < 4; i++)
            addresses.Add(await AddAsync(client, American($"Person {i}")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => client.PutAsJsonAsync($"{Book}/{Id(addresses[i % 4])}", American($"Person {i % 4}", shipping: true, billing: i % 3 == 0 ? true : null), Cancel)));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var book = await ListAsync(client);
        Assert.Single(book, static address => Defaults(address).Shipping);
        Assert.Single(book, static address => Defaults(address).Billing);
    }

    [Fact]
    public async Task The_book_holds_twenty_however_many_come_at_once()
    {
        using var client = await shop.SignedInAsync("users");

        var answers = await Task.WhenAll(Enumerable.Range(0, 26).Select(i => client.PostAsJsonAsync(Book, American($"Person {i}"), Cancel)));

        Assert.Equal(20, answers.Count(static answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(6, answers.Count(static answer => answer.StatusCode == HttpStatusCode.Conflict));
        var book = await ListAsync(client);
        Assert.Equal(20, book.Length);
        Assert.Single(book, static address => Defaults(address).Shipping);
        Assert.Single(book, static address => Defaults(address).Billing);
    }

    [Fact]
    public async Task While_all_are_removed_at_once_the_rest_has_a_default()
    {
        using var client = await shop.SignedInAsync("users");
        var addresses = new List<JsonElement>();
        for (var i = 0; i < 6; i++)
            addresses.Add(await AddAsync(client, American($"Person {i}")));

        await Task.WhenAll(addresses.Take(5).Select(address => client.DeleteAsync($"{Book}/{Id(address)}", Cancel)));

        var last = Assert.Single(await ListAsync(client));
        Assert.Equal((true, true), Defaults(last));
    }

    [Fact]
    public async Task A_refused_address_changes_nothing()
    {
        using var client = await shop.SignedInAsync("users");
        var address = await AddAsync(client, American("Ada"));

        using var refused = await client.PutAsJsonAsync($"{Book}/{Id(address)}", new { recipient = "", phone = "1", country = "US", region = "ZJ", city = new string('x', 101), line1 = "a\nb", postalCode = "1" }, Cancel);

        Assert.Equal(["city", "line1", "phone", "postalCode", "recipient", "region"], await refused.RefusedFieldsAsync());
        Assert.Equal(address.ToString(), (await ReadAsync(client, address)).ToString());
    }

    private static object American(string recipient, bool? shipping = null, bool? billing = null) => new
    {
        recipient,
        phone = "(415) 555-2671",
        country = "us",
        region = "CA",
        city = "San Francisco",
        line1 = "1 Market Street",
        postalCode = "94105 1234",
        isDefaultShipping = shipping,
        isDefaultBilling = billing,
    };

    private static async Task<JsonElement> AddAsync(HttpClient client, object address) =>
        await (await client.PostAsJsonAsync(Book, address, Cancel)).JsonAsync(HttpStatusCode.Created);

    private static async Task<JsonElement> ReadAsync(HttpClient client, JsonElement address) => await (await client.GetAsync($"{Book}/{Id(address)}", Cancel)).JsonAsync();

    private static async Task<JsonElement[]> ListAsync(HttpClient client) => [.. (await (await client.GetAsync(Book, Cancel)).JsonAsync()).EnumerateArray()];

    private static string Id(JsonElement address) => address.GetProperty("id").GetString()!;

    private static (bool Shipping, bool Billing) Defaults(JsonElement address) => (address.GetProperty("isDefaultShipping").GetBoolean(), address.GetProperty("isDefaultBilling").GetBoolean());
}
