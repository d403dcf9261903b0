using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Unit.Users;
using SkiaSharp;
using Xunit;
using static Shop.Tests.HttpAnswers;

namespace Shop.Tests.Integration.Orders;

/// <summary>Pictures in reviews, at the shop's public address.</summary>
public sealed class ReviewPictureTests(ShopApplication shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_to_four_pictures_come_with_a_review_are_shown_to_anyone_and_go_with_it()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var web = await shop.ClientAsync("web", buyer.Orders.DefaultRequestHeaders.Authorization!.Parameter!);
        using var anyone = await shop.ClientAsync("web");
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var (review, product) = await ReceivedAsync(buyer, staff);
        var pictures = review + "/pictures";
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(web.PostAsync(pictures, Content(Photograph(1)), Cancellation)));
        (await web.PutAsJsonAsync(review, new { rating = 4, title = "As shown", text = "See for yourselves." }, Cancellation)).EnsureSuccessStatusCode();

        // A photograph of a camera that was held upright, with the place it was taken at.
        var first = await AddAsync(web, pictures, Photograph(6));
        Assert.Equal((1067, 1600), (first.GetProperty("width").GetInt32(), first.GetProperty("height").GetInt32()));
        var again = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AddAsync(web, pictures, Photograph(6))));
        Assert.All(again, same => Assert.Equal(first.GetProperty("id").GetGuid(), same.GetProperty("id").GetGuid()));
        using (var shown = await anyone.GetAsync(first.GetProperty("address").GetString(), Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            Assert.Equal("image/webp", shown.Content.Headers.ContentType?.MediaType);
            Assert.Equal("nosniff", Assert.Single(shown.Headers.GetValues("X-Content-Type-Options")));
            var image = await shown.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.All((string[])["Exif", "EXIF", "GPS", "XMP", "ICCP", "home"], trace => Assert.DoesNotContain(trace, Encoding.Latin1.GetString(image), StringComparison.Ordinal));
            using var picture = SKBitmap.Decode(image);
            Assert.Equal((1067, 1600), (picture.Width, picture.Height));
        }

        Assert.Equal(427, first.GetProperty("previewWidth").GetInt32());
        using (var preview = SKBitmap.Decode(await anyone.GetByteArrayAsync(first.GetProperty("preview").GetString(), Cancellation)))
            Assert.Equal((427, 640), (preview.Width, preview.Height));

        // Many at once: four stay.
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => StatusAsync(web.PostAsync(pictures, Content(AvatarPictureTests.Picture(SKEncodedImageFormat.Png, 40 + i, 30)), Cancellation))));
        Assert.Equal((3, 3), (answers.Count(static status => status == HttpStatusCode.OK), answers.Count(static status => status == HttpStatusCode.Conflict)));
        var listed = await ListedAsync(anyone, product);
        Assert.Equal(4, listed.GetArrayLength());
        Assert.Equal(first.GetProperty("address").GetString(), listed[0].GetProperty("address").GetString());

        (await web.DeleteAsync($"{pictures}/{listed[3].GetProperty("id").GetGuid()}", Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(3, (await ListedAsync(anyone, product)).GetArrayLength());
        using var bad = await web.PostAsync(pictures, Content("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        Assert.Equal(["picture"], (await bad.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors").EnumerateObject().Select(static error => error.Name));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(web.PostAsync(pictures, Content(new byte[5 * 1024 * 1024 + 1]), Cancellation)));

        // Nobody else's, hidden with the review, and gone with it.
        using var other = await shop.SignedInAsync("orders");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other.PostAsync(pictures, Content(Photograph(1)), Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other.DeleteAsync($"{pictures}/{first.GetProperty("id").GetGuid()}", Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other.DeleteAsync(review, Cancellation)));
        var id = (await web.GetFromJsonAsync<JsonElement>(review, Cancellation)).GetProperty("id").GetGuid();
        (await staff.PostAsJsonAsync($"/api/orders/manage/reviews/{id}/hide", new { reason = "a person can be seen" }, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(anyone.GetAsync(first.GetProperty("address").GetString(), Cancellation)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(web.DeleteAsync(review, Cancellation)));
        (await staff.PostAsync($"/api/orders/manage/reviews/{id}/show", null, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(anyone.GetAsync(first.GetProperty("address").GetString(), Cancellation)));

        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(web.DeleteAsync(review, Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(anyone.GetAsync(first.GetProperty("address").GetString(), Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(web.GetAsync(review, Cancellation)));
        (await web.PutAsJsonAsync(review, new { rating = 2, title = "On second thought", text = "Not so good." }, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(0, (await ListedAsync(anyone, product)).GetArrayLength());
    }

    /// <summary>The address of the review of an order that has been received, and its product.</summary>
    static async Task<(string Review, Guid Product)> ReceivedAsync(Buyer buyer, HttpClient staff)
    {
        // Another product than those that other tests review at the same time.
        var id = await buyer.PlaceAsync(product: 7);
        var order = await buyer.UntilAsync(id, "paid");
        await Buyer.UntilReadyAsync(staff, id);
        (await staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", new { carrier = "Pony", trackingNumber = "1" }, Cancellation)).EnsureSuccessStatusCode();
        (await buyer.Orders.PostAsync($"/api/orders/{id}/confirm", null, Cancellation)).EnsureSuccessStatusCode();
        return ($"/api/orders/{id}/lines/0/review", order.GetProperty("lines")[0].GetProperty("productId").GetGuid());
    }

    /// <summary>The pictures of the latest review.</summary>
    static async Task<JsonElement> ListedAsync(HttpClient client, Guid product) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/orders/reviews?product={product}", Cancellation)).GetProperty("items")[0].GetProperty("pictures");

    static byte[] Photograph(ushort orientation) => AvatarPictureTests.WithExif(AvatarPictureTests.Picture(SKEncodedImageFormat.Jpeg, 2400, 1600), orientation);

    static ByteArrayContent Content(byte[] file) => new(file) { Headers = { ContentType = new("image/jpeg") } };

    static async Task<JsonElement> AddAsync(HttpClient client, string address, byte[] file)
    {
        using var answer = await client.PostAsync(address, Content(file), Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
