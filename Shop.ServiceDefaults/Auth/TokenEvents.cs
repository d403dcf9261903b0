using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shop.ServiceDefaults.Auth;

/// <summary>What the standard handler does not say: that the keys are missing, and why a valid token was refused (RFC 6750). The bodies are the problem details of every error.</summary>
internal static class TokenEvents
{
    private const string RetryAfterSeconds = "1";

    internal static JwtBearerEvents Create(string scope) => new()
    {
        OnMessageReceived = NeedKeysAsync,
        OnChallenge = AnswerUnavailable,
        OnForbidden = context =>
        {
            context.Response.Headers.Append(HeaderNames.WWWAuthenticate, $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
            return Task.CompletedTask;
        },
    };

    /// <summary>The library would take a token for a bad one where it has no keys.</summary>
    private static async Task NeedKeysAsync(MessageReceivedContext context)
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return;
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (SigningKeysUnavailableException exception)
        {
            // Not thrown: what needs no token shall go on without.
            context.Fail(exception);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Who asked has gone, which is no failure to write down.
            context.NoResult();
        }
    }

    private static Task AnswerUnavailable(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is SigningKeysUnavailableException)
        {
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
        return Task.CompletedTask;
    }
}
