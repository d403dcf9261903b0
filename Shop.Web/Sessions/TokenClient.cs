using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shop.Web.Clients;
using Shop.Web.SignIn;

namespace Shop.Web.Sessions;

/// <summary>Asks the token endpoint of Users for new tokens.</summary>
sealed class TokenClient(IHttpClientFactory clients, Provider provider, ILogger<TokenClient> logger)
{
    public const string Name = "tokens";

    /// <summary>Null where Users refuses, which is final: the session there is over, or the refresh token has been used before.</summary>
    /// <exception cref="AccountsUnavailableException">Users did not answer, or not with what was asked for. It may have used the refresh token up.</exception>
    public async Task<TokenAnswer?> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Provider.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([
                new(OpenIdConnectParameterNames.GrantType, OpenIdConnectGrantTypes.RefreshToken),
                new(OpenIdConnectParameterNames.RefreshToken, refreshToken),
                new(OpenIdConnectParameterNames.ClientId, Provider.ClientId),
                new(OpenIdConnectParameterNames.ClientSecret, provider.ClientSecret),
            ]),
        };
        try
        {
            using var http = clients.CreateClient(Name);
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadFromJsonAsync(TokenJson.Default.TokenAnswer, cancellationToken) ?? throw new JsonException("The answer is null.");
            if (response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized))
                throw new AccountsUnavailableException($"Users answered {(int)response.StatusCode} to a refresh.");

            var error = await response.Content.ReadFromJsonAsync(TokenJson.Default.TokenError, cancellationToken);
            if (error?.Error == "invalid_grant")
                return null;
            // Nothing that the person has done: a secret or a setting is wrong.
            logger.LogError("Users refused a refresh: {Error} {Description}", error?.Error, error?.Description);
            throw new AccountsUnavailableException($"Users refused a refresh: {error?.Error}.");
        }
        catch (Exception exception) when (exception is (HttpRequestException and not AccountsUnavailableException) or OperationCanceledException or JsonException or IOException)
        {
            throw new AccountsUnavailableException($"Users did not answer a refresh: {exception.Message}", exception);
        }
    }
}

/// <summary>What the token endpoint grants (RFC 6749, 5.1).</summary>
sealed record TokenAnswer(
    [property: JsonRequired] string AccessToken, string? RefreshToken, string? IdToken, [property: JsonRequired] string TokenType, [property: JsonRequired] int ExpiresIn);

/// <summary>Why it does not (RFC 6749, 5.2).</summary>
sealed record TokenError(string? Error, [property: JsonPropertyName("error_description")] string? Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenError))]
sealed partial class TokenJson : JsonSerializerContext;
