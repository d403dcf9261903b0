using System.Net.Http.Headers;
using Shop.Web.Viewed;

namespace Shop.Web.Clients;

/// <summary>What whoever asks has looked at: the person of the session, or the stranger with the cookie. All methods throw <see cref="HttpRequestException"/> where that can't be reached.</summary>
sealed class ViewedClient(HttpClient http, ViewedCookie cookie)
{
    const string Path = "/api/catalog/viewed";

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<ProductSummary>> ReadAsync(HttpContext visitor, CancellationToken cancellationToken) => cookie.IsNameless(visitor) ? []
        : (await http.CallAsync(HttpMethod.Get, Path, CartJson.Default.IReadOnlyListProductSummary, headers: headers => Name(headers, visitor), cancellationToken: cancellationToken)).Value ?? [];

    public Task AddAsync(HttpContext visitor, Guid product, CancellationToken cancellationToken)
    {
        if (!ViewedCookie.IsPerson(visitor))
            cookie.ReadOrMake(visitor);
        return http.CallAsync(
            HttpMethod.Post, Path, CartJson.Default.IReadOnlyListProductSummary, JsonContent.Create(new ViewedBody(product), CartJson.Default.ViewedBody), headers => Name(headers, visitor), cancellationToken);
    }

    public Task ClearAsync(HttpContext visitor, CancellationToken cancellationToken) => cookie.IsNameless(visitor) ? Task.CompletedTask
        : http.CallAsync(HttpMethod.Delete, Path, CartJson.Default.IReadOnlyListProductSummary, headers: headers => Name(headers, visitor), cancellationToken: cancellationToken);

    void Name(HttpRequestHeaders headers, HttpContext visitor)
    {
        if (!ViewedCookie.IsPerson(visitor) && cookie.Read(visitor) is { } id)
            headers.TryAddWithoutValidation(ViewedCookie.Header, id);
    }
}
