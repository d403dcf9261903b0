using OpenIddict.Abstractions;
using Shop.Users.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ShopScopes = Shop.ServiceDefaults.Auth.Scopes;

namespace Shop.Users.OpenIdConnect;

/// <summary>A client as configuration describes it: its secret, and for a machine the services that it may call.</summary>
sealed class ClientSettings
{
    public string? Secret { get; init; }

    public string[] Scopes { get; init; } = [];
}

/// <summary>
/// The programs that may ask for tokens. Code and configuration are the whole list: at each start the database is made to agree with them, so
/// that a client that was taken out can do nothing more.
/// </summary>
sealed class ProviderClients(
    IOpenIddictApplicationManager applications, IOpenIddictScopeManager scopes, IConfiguration configuration, PublicOrigin origin, ILogger<ProviderClients> logger)
{
    public const string Section = "Identity:Clients", Web = "shop-web", Load = "shop-load", Mobile = "shop-mobile";

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        await SeedScopesAsync(cancellationToken);
        var wanted = Describe().ToDictionary(client => client.ClientId!);
        var known = new HashSet<string>();
        // Read to the end first: the changes go over the same connection.
        foreach (var application in await applications.ListAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken))
        {
            var id = await applications.GetClientIdAsync(application, cancellationToken);
            if (wanted.TryGetValue(id!, out var client))
            {
                known.Add(id!);
                await UpdateAsync(application, client, cancellationToken);
            }
            else
            {
                await applications.DeleteAsync(application, cancellationToken);
                logger.LogInformation("The client {Client} is no longer configured and has been removed.", id);
            }
        }
        foreach (var client in wanted.Values.Where(client => !known.Contains(client.ClientId!)))
            await applications.CreateAsync(client, cancellationToken);
    }

    /// <summary>Each of our scopes is also the audience of the tokens that carry it.</summary>
    async Task SeedScopesAsync(CancellationToken cancellationToken)
    {
        foreach (var name in ShopScopes.All)
            if (await scopes.FindByNameAsync(name, cancellationToken) is null)
                await scopes.CreateAsync(new OpenIddictScopeDescriptor { Name = name, Resources = { name } }, cancellationToken);
    }

    async Task UpdateAsync(object application, OpenIddictApplicationDescriptor wanted, CancellationToken cancellationToken)
    {
        var current = new OpenIddictApplicationDescriptor();
        await applications.PopulateAsync(current, application, cancellationToken);
        // The secret is stored as a hash, so it can only be tried.
        var isSame = current.ClientType == wanted.ClientType
            && current.Permissions.SetEquals(wanted.Permissions)
            && current.Requirements.SetEquals(wanted.Requirements)
            && current.RedirectUris.SetEquals(wanted.RedirectUris)
            && current.PostLogoutRedirectUris.SetEquals(wanted.PostLogoutRedirectUris)
            && (wanted.ClientSecret is null || await applications.ValidateClientSecretAsync(application, wanted.ClientSecret, cancellationToken));
        if (!isSame)
            await applications.UpdateAsync(application, wanted, cancellationToken);
    }

    IEnumerable<OpenIddictApplicationDescriptor> Describe()
    {
        yield return Person(Mobile, ClientTypes.Public, secret: null, new("shop://signed-in"), new("shop://signed-out"));
        foreach (var (id, settings) in configuration.GetSection(Section).Get<Dictionary<string, ClientSettings>>() ?? [])
        {
            if (string.IsNullOrEmpty(settings.Secret))
                throw new InvalidOperationException($"The client {id} needs a secret: {Section}:{id}:Secret.");
            yield return id switch
            {
                Web => Person(id, ClientTypes.Confidential, settings.Secret, new(origin.Uri, "signin-oidc"), new(origin.Uri, "signout-callback-oidc")),
                Load => Machine(id, settings.Secret, [ShopScopes.Catalog, ShopScopes.Orders]),
                _ => Machine(id, settings.Secret, settings.Scopes),
            };
        }
    }

    /// <summary>Signs people in, and asks for whatever they may do.</summary>
    static OpenIddictApplicationDescriptor Person(string id, string type, string? secret, Uri signedIn, Uri signedOut)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientType = type,
            ClientSecret = secret,
            // All are the shop's own: nobody needs to be asked whether the shop may see the shop's data.
            ConsentType = ConsentTypes.Implicit,
            RedirectUris = { signedIn },
            PostLogoutRedirectUris = { signedOut },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile, Permissions.Scopes.Email,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        Allow(client, ShopScopes.All);
        return client;
    }

    static OpenIddictApplicationDescriptor Machine(string id, string secret, IReadOnlyList<string> scopes)
    {
        if (scopes.Except(ShopScopes.All).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"The client {id} is configured for the scope {unknown}, which there is not.");
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientType = ClientTypes.Confidential,
            ClientSecret = secret,
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials },
        };
        Allow(client, scopes);
        return client;
    }

    static void Allow(OpenIddictApplicationDescriptor client, IEnumerable<string> scopes) =>
        client.Permissions.UnionWith(scopes.Select(static scope => Permissions.Prefixes.Scope + scope));
}
