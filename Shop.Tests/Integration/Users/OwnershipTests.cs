using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Users;

/// <summary>Nobody reads or changes what is somebody else's. The operations come from the OpenAPI document, so that a new one is tried too.</summary>
public sealed class OwnershipTests(ShopApplication shop)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_another_persons_token_no_operation_tells_or_changes_anything()
    {
        var (owner, ids) = await OwnerAsync();
        using var anyone = await shop.ClientAsync("users");
        var operations = await OpenApiOperation.ReadAsync(anyone, Cancel);
        Assert.True(operations.Count >= 15, $"The document has only {operations.Count} operations.");
        var before = await EverythingOfAsync(owner.Id);
        using var other = await shop.SignedInAsync("users");

        var wrong = new List<string>();
        foreach (var operation in operations.Where(static operation => !operation.IsPublic))
            foreach (var id in operation.Path.Contains('{', StringComparison.Ordinal) ? ids : [""])
            {
                using var answer = await SendAsync(other, operation, id);
                var text = await answer.Content.ReadAsStringAsync(Cancel);
                var isRefused = answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden;
                if (operation.IsForAdmins && answer.StatusCode != HttpStatusCode.Forbidden)
                    wrong.Add($"{operation} is for admins, and answers {answer.StatusCode} to a customer.");
                if (id.Length > 0 && !isRefused)
                    wrong.Add($"{operation} answers {answer.StatusCode} for {id}, which is another's: {text}");
                if (text.Contains(owner.Email, StringComparison.OrdinalIgnoreCase) || text.Contains(owner.DisplayName, StringComparison.Ordinal) || ids.Any(known => text.Contains($"\"id\":\"{known}\"", StringComparison.Ordinal)))
                    wrong.Add($"{operation} tells of another: {text}");
            }

        Assert.Empty(wrong);
        Assert.Equal(before, await EverythingOfAsync(owner.Id));
    }

    [Fact]
    public async Task Without_a_token_no_operation_answers_but_the_public_ones()
    {
        var (owner, ids) = await OwnerAsync();
        using var anyone = await shop.ClientAsync("users");
        var before = await EverythingOfAsync(owner.Id);
        var operations = await OpenApiOperation.ReadAsync(anyone, Cancel);

        foreach (var operation in operations.Where(static operation => !operation.IsPublic))
        {
            using var answer = await SendAsync(anyone, operation, ids[0]);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{operation} answers {answer.StatusCode} to a stranger.");
            Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        }

        Assert.Equal(before, await EverythingOfAsync(owner.Id));
        // What is public is said here, so that an endpoint does not become so by oversight.
        Assert.Equal(["GetAvatar", "Register"], operations.Where(static operation => operation.IsPublic).Select(static operation => operation.Name).Order());
    }

    [Fact]
    public async Task A_cookie_of_the_pages_is_no_token()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/users/me")).Status);
    }

    [Fact]
    public async Task The_pages_show_nobody_anothers_address()
    {
        var (_, ids) = await OwnerAsync();
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(await RegisteredUser.CreateAsync(shop));

        foreach (var id in ids)
        {
            var page = await browser.GetAsync($"/account/addresses/{id}");
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.DoesNotContain("Secret Street", page.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>Somebody with something of each kind, and the ids of it.</summary>
    private async Task<(RegisteredUser Owner, string[] Ids)> OwnerAsync()
    {
        var owner = await RegisteredUser.CreateAsync(shop);
        using var client = await shop.SignedInAsync("users", owner);
        var address = await (await client.PostAsJsonAsync("/api/users/me/addresses", new
        {
            recipient = owner.DisplayName,
            phone = "+14155552671",
            country = "US",
            region = "CA",
            city = "San Francisco",
            line1 = "1 Secret Street",
            postalCode = "94105",
        }, Cancel)).JsonAsync(HttpStatusCode.Created);
        var session = (await (await client.GetAsync("/api/users/me/sessions", Cancel)).JsonAsync())[0];
        return (owner, [address.GetProperty("id").GetString()!, session.GetProperty("id").GetString()!, owner.Id.ToString()]);
    }

    /// <summary>As it is documented: what is refused is refused for who asks, and not for what is asked.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, OpenApiOperation operation, string id)
    {
        var path = string.Join('/', operation.Path.Split('/').Select(part => part.StartsWith('{') ? id : part));
        using var request = new HttpRequestMessage(operation.Method, path);
        if (operation.HasJsonBody)
            request.Content = new StringContent(operation.Example?.ToJsonString() ?? "{}", Encoding.UTF8, "application/json");
        else if (operation.BodyTypes.Length > 0)
            request.Content = new ByteArrayContent(Convert.FromBase64String("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=")) { Headers = { ContentType = new("image/gif") } };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await client.SendAsync(request, Cancel);
    }

    /// <summary>All that the database holds of somebody, but for the trace that reading leaves.</summary>
    private Task<string> EverythingOfAsync(Guid id) => shop.WithUsersAsync(async context => JsonSerializer.Serialize(new
    {
        User = await context.Users.AsNoTracking().SingleAsync(user => user.Id == id, Cancel),
        Roles = await context.UserRoles.AsNoTracking().Where(role => role.UserId == id).OrderBy(static role => role.RoleId).ToListAsync(Cancel),
        Addresses = await context.Addresses.AsNoTracking().Where(address => address.UserId == id).OrderBy(static address => address.Id).ToListAsync(Cancel),
        Avatars = await context.Avatars.AsNoTracking().Where(avatar => avatar.UserId == id).ToListAsync(Cancel),
        Sessions = await context.Sessions.AsNoTracking().Where(session => session.UserId == id).OrderBy(static session => session.Id).Select(static session => new { session.Id, session.RevokedAt, session.CreatedAt }).ToListAsync(Cancel),
        Events = await context.SecurityEvents.AsNoTracking().Where(happened => happened.UserId == id).OrderBy(static happened => happened.Id).ToListAsync(Cancel),
    }));
}
