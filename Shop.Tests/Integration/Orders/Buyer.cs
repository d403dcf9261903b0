using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Integration.Checkout;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Orders;

/// <summary>A person who buys in the whole shop, with a token that Users has issued.</summary>
sealed class Buyer : IDisposable
{
    Buyer(RegisteredUser person, HttpClient catalog, HttpClient orders) => (Person, Catalog, Orders) = (person, catalog, orders);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public RegisteredUser Person { get; }

    public HttpClient Catalog { get; }

    public HttpClient Orders { get; }

    public static async Task<Buyer> CreateAsync(ShopApplication shop, string language = "en")
    {
        var person = await RegisteredUser.CreateAsync(shop, user => user.Language = language);
        var catalog = await shop.SignedInAsync("catalog", person);
        return new(person, catalog, await shop.ClientAsync("orders", catalog.DefaultRequestHeaders.Authorization!.Parameter!));
    }

    /// <summary>Places an order of some pieces of a product that there are enough of.</summary>
    public async Task<Guid> PlaceAsync(string token = "tok_visa_4242", int quantity = 1, int product = 0)
    {
        var page = await Catalog.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=100&inStock=true&sort=price", Cancellation);
        var plenty = page.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("stock").GetInt32() > 20).ElementAt(product).GetProperty("id").GetGuid();
        var body = await TwoReplicas.BodyAsync(Catalog, (plenty, quantity));
        body["paymentToken"] = token;
        using var answer = await TwoReplicas.PlaceAsync(Catalog, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid();
    }

    public async Task<JsonElement?> FindAsync(Guid order)
    {
        using var answer = await Orders.GetAsync($"/api/orders/{order}", Cancellation);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation) : null;
    }

    public async Task<JsonElement> UntilAsync(Guid order, string state)
    {
        await Eventually.TrueAsync(async () => await FindAsync(order) is { } found && found.GetProperty("state").GetString() == state, Cancellation);
        return (await FindAsync(order))!.Value;
    }

    /// <summary>Until staff may ship it, which is when Catalog has confirmed the pieces of a paid order.</summary>
    public static Task UntilReadyAsync(HttpClient staff, Guid order) => Eventually.TrueAsync(
        async () => (await staff.GetFromJsonAsync<JsonElement>($"/api/orders/manage/{order}", Cancellation)).GetProperty("actions").GetProperty("ship").GetBoolean(), Cancellation);

    /// <summary>Until these mails have come, each as often as it is named; in whatever order, since messages may overtake each other.</summary>
    public async Task UntilMailsAsync(ShopApplication shop, params string[] subjects)
    {
        string[] expected = [.. subjects.Order(StringComparer.Ordinal)];
        string[] come = [];
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                come = [.. (await shop.MailsAsync(Person.Email)).Select(static mail => mail.Subject).Where(expected.Contains).Order(StringComparer.Ordinal)];
                return come.SequenceEqual(expected);
            }, Cancellation);
        }
        catch (Exception) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Equal(expected, come);
        }
    }

    public void Dispose()
    {
        Catalog.Dispose();
        Orders.Dispose();
    }
}
