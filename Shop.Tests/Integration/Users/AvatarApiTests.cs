using System.Net;
using Shop.Tests.Integration.Identity;
using SkiaSharp;
using Xunit;

namespace Shop.Tests.Integration.Users;

public sealed class AvatarApiTests(ShopApplication shop)
{
    private const string Mine = "/api/users/me/avatar";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("users")]
    [InlineData("web")]
    public async Task A_picture_is_uploaded_shown_to_anyone_for_ever_and_taken_away(string resource)
    {
        using var client = await shop.SignedInAsync(resource);
        using var anyone = await shop.ClientAsync(resource);

        var address = await UploadAsync(client, LargePicture());
        Assert.Equal(address, (await (await client.GetAsync("/api/users/me", Cancel)).JsonAsync()).GetProperty("avatar").GetString());

        using var shown = await anyone.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("image/webp", shown.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", shown.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(shown.Headers.GetValues("X-Content-Type-Options")));
        using var picture = SKBitmap.Decode(await shown.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal((512, 512), (picture.Width, picture.Height));

        var next = await UploadAsync(client, LargePicture());
        Assert.NotEqual(address, next);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync(address, Cancel)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Mine, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Mine, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync(next, Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_a_file_is_its_content_says_and_not_its_type()
    {
        using var client = await shop.SignedInAsync("users");

        using var disguised = await client.PutAsync(Mine, Content("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "image/png"), Cancel);
        Assert.Equal(["body"], await disguised.RefusedFieldsAsync());
        using var mislabelled = await client.PutAsync(Mine, Content(Convert.FromBase64String("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="), "image/jpeg"), Cancel);
        Assert.Equal(HttpStatusCode.OK, mislabelled.StatusCode);
    }

    [Fact]
    public async Task A_file_of_more_than_five_megabytes_is_refused()
    {
        using var client = await shop.SignedInAsync("users");

        using var answer = await client.PutAsync(Mine, Content(new byte[5 * 1024 * 1024 + 1], "image/jpeg"), Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Of_many_uploads_at_once_one_stays()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var client = await shop.SignedInAsync("users", user);

        var addresses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => UploadAsync(client, LargePicture())));

        var last = (await (await client.GetAsync("/api/users/me", Cancel)).JsonAsync()).GetProperty("avatar").GetString();
        Assert.Contains(last, addresses);
        Assert.Single(await shop.WithUsersAsync(context => Task.FromResult(context.Avatars.Where(avatar => avatar.UserId == user.Id).Select(static avatar => avatar.Id).ToArray())));
    }

    private static async Task<string> UploadAsync(HttpClient client, byte[] file) =>
        (await (await client.PutAsync(Mine, Content(file, "image/jpeg"), Cancel)).JsonAsync()).GetProperty("avatar").GetString()!;

    private static ByteArrayContent Content(byte[] file, string type) => new(file) { Headers = { ContentType = new(type) } };

    /// <summary>Larger than what a request may be elsewhere.</summary>
    private static byte[] LargePicture()
    {
        using var picture = new SKBitmap(1600, 1200);
        using var canvas = new SKCanvas(picture);
        using var noise = new SKPaint { Shader = SKShader.CreatePerlinNoiseTurbulence(0.9f, 0.9f, 4, Random.Shared.Next(1000)) };
        canvas.DrawPaint(noise);
        using var data = picture.Encode(SKEncodedImageFormat.Jpeg, 100);
        var file = data.ToArray();
        Assert.InRange(file.Length, 1_100_000, 5_000_000);
        return file;
    }
}
