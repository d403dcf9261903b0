using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class ClientCredentialsTests(ShopApplication shop)
{
    private const string Client = "shop-load";

    [Fact]
    public async Task A_machine_calls_the_services_that_it_is_meant_for()
    {
        using var client = await TokenClient.CreateAsync(shop);

        var tokens = await AskAsync(client, await SecretAsync(), "catalog orders");

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal((Client, Client), (tokens.Access.Subject, tokens.Access.GetClaim("client_id").Value));
        Assert.Equal(["catalog", "orders"], tokens.Access.Audiences.Order());
        Assert.False(tokens.Access.TryGetClaim("sid", out _));
        Assert.False(tokens.Body.TryGetProperty("refresh_token", out _));
    }

    [Theory]
    [InlineData("users")]
    [InlineData("catalog users")]
    [InlineData("offline_access catalog")]
    public async Task It_gets_nothing_else(string scope)
    {
        using var client = await TokenClient.CreateAsync(shop);

        var answer = await AskAsync(client, await SecretAsync(), scope);

        if (answer.Status == HttpStatusCode.OK)
            Assert.False(answer.Body.TryGetProperty("refresh_token", out _));
        else
            Assert.Contains(answer.Error, (string[])["invalid_scope", "invalid_request"]);
        Assert.True(answer.Status != HttpStatusCode.OK || !answer.Access.Audiences.Contains("users"), "A machine has got a token for Users.");
    }

    [Fact]
    public async Task A_wrong_secret_or_none_is_refused()
    {
        using var client = await TokenClient.CreateAsync(shop);

        Assert.Equal("invalid_client", (await AskAsync(client, "swordfish", "catalog")).Error);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(("grant_type", "client_credentials"), ("client_id", Client), ("scope", "catalog"))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await client.PostAsync(("grant_type", "client_credentials"), ("client_id", TokenClient.ClientId), ("scope", "catalog"))).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await client.PostAsync(("grant_type", "password"), ("client_id", TokenClient.ClientId), ("username", "a"), ("password", "b"))).Status);
    }

    [Fact]
    public async Task It_is_no_person()
    {
        using var client = await TokenClient.CreateAsync(shop);
        var token = (await AskAsync(client, await SecretAsync(), "catalog orders")).AccessToken;
        using var users = await shop.ClientAsync("users", token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await users.PostAsync("/api/users/keys/rotate", null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await users.GetAsync("/connect/userinfo", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static Task<TokenAnswer> AskAsync(TokenClient client, string secret, string scope) =>
        client.PostAsync(("grant_type", "client_credentials"), ("client_id", Client), ("client_secret", secret), ("scope", scope));

    private async Task<string> SecretAsync()
    {
        var model = (await shop.StartedAsync()).Services.GetRequiredService<DistributedApplicationModel>();
        var parameter = model.Resources.OfType<ParameterResource>().Single(static resource => resource.Name == "load-client-secret");
        return (await parameter.GetValueAsync(TestContext.Current.CancellationToken))!;
    }
}
