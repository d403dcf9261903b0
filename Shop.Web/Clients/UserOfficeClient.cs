using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Extensions;

namespace Shop.Web.Clients;

public sealed record UserSummary(Guid Id, string Email, bool EmailVerified, string DisplayName, IReadOnlyList<string> Roles, bool IsLocked, DateTimeOffset CreatedAt);

public sealed record UserPage(IReadOnlyList<UserSummary> Items, string? Next);

public sealed record UserDetails(
    Guid Id, string Email, bool EmailVerified, string DisplayName, string? Phone, string Language, IReadOnlyList<string> Roles, bool IsLocked, bool TwoFactorEnabled, int Sessions,
    DateTimeOffset? LastSeenAt, DateTimeOffset CreatedAt);

sealed record RolesBody(IReadOnlyList<string> Roles);

/// <summary>What Users tells and does for admins. All methods throw <see cref="AccountsUnavailableException"/> where it does not answer.</summary>
sealed class UserOfficeClient(HttpClient http)
{
    const string Path = "/api/users";

    public async Task<UserPage?> ListAsync(string? search, string? after, CancellationToken cancellationToken)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("search", search), ("after", after) })
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value.Trim());
        return (await CallAsync(HttpMethod.Get, Path + query, UserOfficeJson.Default.UserPage, cancellationToken)).Value;
    }

    /// <summary>Null where there is no such account, or its owner has left.</summary>
    public async Task<UserDetails?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, $"{Path}/{id}", UserOfficeJson.Default.UserDetails, cancellationToken)).Value;

    public Task<ServiceAnswer<UserDetails>> SetRolesAsync(Guid id, IReadOnlyList<string> roles, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"{Path}/{id}/roles", UserOfficeJson.Default.UserDetails, cancellationToken, JsonContent.Create(new RolesBody(roles), UserOfficeJson.Default.RolesBody));

    public Task<ServiceAnswer<NoAnswer>> LockAsync(Guid id, CancellationToken cancellationToken) => CallAsync(HttpMethod.Put, $"{Path}/{id}/lock", UserOfficeJson.Default.NoAnswer, cancellationToken);

    public Task<ServiceAnswer<NoAnswer>> UnlockAsync(Guid id, CancellationToken cancellationToken) => CallAsync(HttpMethod.Delete, $"{Path}/{id}/lock", UserOfficeJson.Default.NoAnswer, cancellationToken);

    async Task<ServiceAnswer<T>> CallAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, HttpContent? content = null)
        where T : class
    {
        try
        {
            return (await http.CallAsync(method, path, type, content, cancellationToken: cancellationToken)).Allowed();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new AccountsUnavailableException($"Users did not answer: {exception.Message}", exception);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(UserDetails))]
[JsonSerializable(typeof(RolesBody))]
[JsonSerializable(typeof(NoAnswer))]
sealed partial class UserOfficeJson : JsonSerializerContext;
