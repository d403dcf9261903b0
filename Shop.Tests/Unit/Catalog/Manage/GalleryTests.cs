using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.ServiceDefaults.Auth;
using Shop.Tests.Unit.Users;
using SkiaSharp;
using Xunit;
using static Shop.Tests.HttpAnswers;

namespace Shop.Tests.Unit.Catalog.Manage;

/// <summary>The pictures that staff put to products.</summary>
public sealed class GalleryTests(CatalogServices services) : IClassFixture<CatalogServices>
{
    readonly Staff staff = new(services);
    readonly HttpClient http = services.As(Roles.Customer, Roles.Staff);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_take_the_drawn_one_s_place_in_their_order_and_give_it_back()
    {
        var product = await staff.CreatedAsync(published: true);
        var (path, slug) = (Pictures(product.Id), product["slug"]);
        var drawn = await ShownAsync(services.A, slug);
        Assert.Equal(3, drawn.Count);
        Assert.Distinct(drawn);
        foreach (var address in drawn)
            Assert.Equal("image/svg+xml", (await services.A.GetAsync(address, Cancellation)).Content.Headers.ContentType?.MediaType);
        Assert.Equal(drawn[0], await ListedAsync(services.B, slug));

        var (first, second) = (await AddAsync(path, Photograph(2000, 1700)), await AddAsync(path, Photograph(900, 1000)));
        Assert.Equal(first, await AddAsync(path, Photograph(2000, 1700)));
        // Read on both replicas before, so that a stale answer would be there.
        await Eventually.TrueAsync(async () => (await ShownAsync(services.A, slug)).SequenceEqual([first.Address, second.Address]), Cancellation);
        await Eventually.TrueAsync(async () => await ListedAsync(services.B, slug) == first.Address, Cancellation);
        Assert.Equal((int[])[400, 800, 1600], await SidesAsync(first.Address));
        Assert.Equal((int[])[400, 800, 800], await SidesAsync(second.Address));

        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(http.PutAsJsonAsync(path, new { pictures = (Guid[])[second.Id] }, Cancellation)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(http.PutAsJsonAsync(path, new { pictures = (Guid[])[second.Id, second.Id] }, Cancellation)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(http.PutAsJsonAsync(path, new { pictures = (Guid[])[second.Id, Guid.NewGuid()] }, Cancellation)));
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(http.PutAsJsonAsync(path, new { pictures = (Guid[])[second.Id, first.Id] }, Cancellation)));
        await Eventually.TrueAsync(async () => (await ShownAsync(services.A, slug)).SequenceEqual([second.Address, first.Address]), Cancellation);
        await Eventually.TrueAsync(async () => await ListedAsync(services.B, slug) == second.Address, Cancellation);
        // Changed meanwhile or not, the words of the product are another matter.
        Assert.Equal(HttpStatusCode.OK, (await staff.SendAsync(HttpMethod.Post, $"/products/{product.Id}/unpublish", version: product.Version)).Status);
        await staff.SendAsync(HttpMethod.Post, $"/products/{product.Id}/publish", version: (await staff.SendAsync(HttpMethod.Get, $"/products/{product.Id}")).Version);

        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(http.DeleteAsync($"{path}/{second.Id}", Cancellation)));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(http.DeleteAsync($"{path}/{first.Id}", Cancellation)));
        await Eventually.TrueAsync(async () => (await ShownAsync(services.A, slug)).SequenceEqual(drawn), Cancellation);
        await Eventually.TrueAsync(async () => await ListedAsync(services.B, slug) == drawn[0], Cancellation);
        Assert.Equal(
            ["product.picture-removed", "product.picture-removed", "product.pictures-arranged", "product.picture-added", "product.picture-added"],
            (await staff.SendAsync(HttpMethod.Get, $"/products/{product.Id}/audit")).Body.EnumerateArray().Select(static entry => entry.GetProperty("action").GetString()!)
                .Where(static action => action.Contains("picture", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Many_at_once_are_eight_and_the_draft_takes_them_with_it()
    {
        var product = await staff.CreatedAsync();
        var path = Pictures(product.Id);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => StatusAsync(http.PostAsync(path, Content(Photograph(800 + i, 800)), Cancellation))));
        Assert.Equal((8, 2), (answers.Count(static status => status == HttpStatusCode.OK), answers.Count(static status => status == HttpStatusCode.Conflict)));
        var listed = await http.GetFromJsonAsync<Added[]>(path, JsonSerializerOptions.Web, Cancellation);
        Assert.Equal(8, listed!.Length);

        // Two who sort at the same time both have their way, one after the other.
        var orders = Enumerable.Range(0, 6).Select(i => listed.Select(static one => one.Id).OrderBy(id => HashCode.Combine(i, id)).ToArray()).ToArray();
        Assert.All(await Task.WhenAll(orders.Select(order => StatusAsync(http.PutAsJsonAsync(path, new { pictures = order }, Cancellation)))), static status => Assert.Equal(HttpStatusCode.NoContent, status));
        var sorted = (await http.GetFromJsonAsync<Added[]>(path, JsonSerializerOptions.Web, Cancellation))!.Select(static one => one.Id).ToArray();
        Assert.Contains(orders, order => order.SequenceEqual(sorted));
        Assert.Equal(sorted[0], await services.ScalarAsync($"select cover from products where id = '{product.Id}'"));

        Assert.Equal(HttpStatusCode.NoContent, (await staff.SendAsync(HttpMethod.Delete, $"/products/{product.Id}", version: product.Version)).Status);
        Assert.Equal(0L, await services.ScalarAsync($"select count(*) from gallery_files where picture_id = any (array['{string.Join("','", sorted)}']::uuid[])"));
    }

    [Fact]
    public async Task What_is_no_picture_too_small_or_too_large_changes_nothing()
    {
        var product = await staff.CreatedAsync();
        var path = Pictures(product.Id);
        foreach (var file in (byte[][])["<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), [], Photograph(1200, 799), Photograph(300, 300)])
        {
            using var answer = await http.PostAsync(path, Content(file), Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(["picture"], (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors").EnumerateObject().Select(static error => error.Name));
        }
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(http.PostAsync(path, Content(new byte[5 * 1024 * 1024 + 1]), Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http.PostAsync(Pictures(Guid.NewGuid()), Content(Photograph(800, 800)), Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http.GetAsync(Pictures(Guid.NewGuid()), Cancellation)));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http.PutAsJsonAsync(path, new { pictures = Enumerable.Range(0, 9).Select(static _ => Guid.NewGuid()) }, Cancellation)));
        Assert.Equal("[]", await http.GetStringAsync(path, Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(services.As(Roles.Customer).PostAsync(path, Content(Photograph(800, 800)), Cancellation)));

        var added = await AddAsync(path, Photograph(800, 800));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(services.A.GetAsync(added.Address + "?width=5000", Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(services.A.GetAsync(added.Address[..^4] + "0000", Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(services.A.GetAsync($"/api/catalog/products/{product["slug"]}/picture?view=inside", Cancellation)));
    }

    static string Pictures(Guid product) => $"/api/catalog/manage/products/{product}/pictures";

    static byte[] Photograph(int width, int height) => AvatarPictureTests.Picture(SKEncodedImageFormat.Jpeg, width, height);

    static ByteArrayContent Content(byte[] file) => new(file) { Headers = { ContentType = new("image/jpeg") } };

    async Task<Added> AddAsync(string path, byte[] file)
    {
        using var answer = await http.PostAsync(path, Content(file), Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return (await answer.Content.ReadFromJsonAsync<Added>(Cancellation))!;
    }

    /// <summary>How wide the picture is where 400, 800 and 1600 pixels are asked for.</summary>
    async Task<int[]> SidesAsync(string address)
    {
        var sides = new List<int>();
        foreach (var width in (int[])[400, 800, 1600])
        {
            using var answer = await services.A.GetAsync($"{address}?width={width}", Cancellation);
            Assert.Equal(("image/webp", "public, max-age=31536000, immutable"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.ToString()));
            using var picture = SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync(Cancellation));
            Assert.Equal(picture.Width, picture.Height);
            sides.Add(picture.Width);
            using var again = new HttpRequestMessage(HttpMethod.Get, $"{address}?width={width}") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(services.A.SendAsync(again, Cancellation)));
        }
        return [.. sides];
    }

    static async Task<IReadOnlyList<string>> ShownAsync(HttpClient client, string slug)
    {
        var product = await client.GetFromJsonAsync<JsonElement>($"/api/catalog/products/{slug}", Cancellation);
        var pictures = product.GetProperty("pictures").EnumerateArray().Select(static address => address.GetString()!).ToList();
        Assert.Equal(product.GetProperty("pictureUrl").GetString(), pictures[0]);
        return pictures;
    }

    /// <summary>The picture in the list of the newest products.</summary>
    static async Task<string?> ListedAsync(HttpClient client, string slug) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/catalog/products?sort=newest&limit=20", Cancellation)).GetProperty("items").EnumerateArray()
            .FirstOrDefault(product => product.GetProperty("slug").GetString() == slug) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("pictureUrl").GetString() : null;

    sealed record Added(Guid Id, string Address);
}
