using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.OpenApi;

namespace Shop.Users.OpenIdConnect;

static class KeyEndpoints
{
    public const string Command = "rotate-keys";

    /// <summary>The primes of a key are found by chance, which may take a busy machine longer than any other answer.</summary>
    static readonly TimeSpan KeyTime = TimeSpan.FromMinutes(1);

    /// <param name="ActiveFrom">From then on the new key signs; it is published already.</param>
    internal sealed record KeyRotation(DateTimeOffset ActiveFrom);

    public static void MapKeys(this WebApplication app)
    {
        app.MapPost("/api/users/keys/rotate", static (ClaimsPrincipal caller, ProviderKeys keys, CancellationToken cancellationToken) => RotateAsync(caller.UserId(), keys, cancellationToken))
            .RequireAuthorization(Policies.Admin)
            .WithTags("Keys")
            .WithName("RotateKeys")
            .WithSummary("Makes new keys for the provider, which sign from ten minutes on. The old ones stay valid until their last token has ended.")
            .WithExamples(response: new KeyRotation(new(2026, 11, 25, 9, 40, 0, TimeSpan.Zero)))
            .WithRequestTimeout(KeyTime);
        // The dashboard's command. It is a developer's, and comes from their own machine.
        if (app.Environment.IsDevelopment())
            app.MapPost("/dev/rotate-keys", static (ProviderKeys keys, CancellationToken cancellationToken) => RotateAsync(null, keys, cancellationToken))
                .WithRequestTimeout(KeyTime).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary><c>Shop.Users rotate-keys</c>: for operators, where no admin can sign in.</summary>
    public static async Task RotateKeysAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var activeFrom = await scope.ServiceProvider.GetRequiredService<ProviderKeys>().RotateAsync(null, CancellationToken.None);
        Console.WriteLine($"New keys sign from {activeFrom:u} on.");
    }

    static async Task<Ok<KeyRotation>> RotateAsync(Guid? actorId, ProviderKeys keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeyRotation(await keys.RotateAsync(actorId, cancellationToken)));
}
