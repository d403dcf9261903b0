using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Extensions;

namespace Shop.Web.Clients;

/// <summary>Reads Shop.Catalog, in the language of the request. All methods throw <see cref="CatalogUnavailableException"/> where it doesn't answer.</summary>
sealed class CatalogClient(HttpClient http)
{
    /// <summary>A replica that dies in the middle of an answer costs one more try, at the next one.</summary>
    const int Attempts = 2;

    public const int AddressesAtOnce = 1_000;

    public async Task<IReadOnlyList<Category>> CategoriesAsync(CancellationToken cancellationToken) =>
        await GetAsync("/api/catalog/categories", CatalogJson.Default.IReadOnlyListCategory, cancellationToken)
        ?? throw new CatalogUnavailableException("Catalog has no categories to list.");

    /// <summary>Null where there is no such category.</summary>
    /// <exception cref="CatalogRefusedException">A filter or the cursor means nothing to Catalog.</exception>
    public Task<ProductPage?> ProductsAsync(ProductQuery products, int limit, string? after, bool facets, CancellationToken cancellationToken)
    {
        var query = products.Parameters();
        query.Add("limit", limit.ToString(CultureInfo.InvariantCulture));
        if (products.Category is not null)
            query.Add("category", products.Category);
        if (after is not null)
            query.Add("after", after);
        if (facets)
            query.Add("facets", "true");
        return GetAsync("/api/catalog/products" + query, CatalogJson.Default.ProductPage, cancellationToken);
    }

    /// <summary>Null where there is no such product.</summary>
    public Task<RelatedProducts?> RelatedAsync(string slug, CancellationToken cancellationToken) =>
        GetAsync($"/api/catalog/products/{Uri.EscapeDataString(slug)}/related", CatalogJson.Default.RelatedProducts, cancellationToken);

    /// <summary>Null where there is no such product.</summary>
    public Task<ProductDetails?> ProductAsync(string slug, CancellationToken cancellationToken) =>
        GetAsync("/api/catalog/products/" + Uri.EscapeDataString(slug), CatalogJson.Default.ProductDetails, cancellationToken);

    /// <summary>By country, the cheapest way first.</summary>
    public async Task<IReadOnlyList<DeliveryOffer>> DeliveryAsync(CancellationToken cancellationToken) =>
        await GetAsync("/api/catalog/delivery", CatalogJson.Default.IReadOnlyListDeliveryOffer, cancellationToken) ?? [];

    /// <summary>In the order of their ids; fewer than <see cref="AddressesAtOnce"/> are the last ones.</summary>
    public async Task<IReadOnlyList<ProductAddress>> AddressesAsync(Guid? after, Guid? until, CancellationToken cancellationToken)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { (nameof(after), after), (nameof(until), until) })
            if (value is not null)
                query.Add(name, value.ToString()!);
        return await GetAsync("/api/catalog/product-addresses" + query, CatalogJson.Default.IReadOnlyListProductAddress, cancellationToken)
            ?? throw new CatalogUnavailableException("Catalog has no addresses to list.");
    }

    /// <summary>The ids at which the addresses are to be divided, to be so many in each part.</summary>
    public async Task<IReadOnlyList<Guid>> AddressPartsAsync(int size, CancellationToken cancellationToken) =>
        await GetAsync($"/api/catalog/product-addresses/parts?size={size}", CatalogJson.Default.IReadOnlyListGuid, cancellationToken)
        ?? throw new CatalogUnavailableException("Catalog has no addresses to divide.");

    async Task<T?> GetAsync<T>(string address, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, body) = (default(HttpStatusCode), Array.Empty<byte>());
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                // The invariant culture, outside of any page, has no name.
                if (CultureInfo.CurrentUICulture.Name is { Length: > 0 } language)
                    request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
                using var response = await http.SendAsync(request, cancellationToken);
                (status, body) = (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
            catch (Exception exception) when (IsTransport(exception) && !cancellationToken.IsCancellationRequested)
            {
                // Where no connection came about, the load balancing has tried all replicas; what breaks off in the body it doesn't see.
                if (attempt < Attempts && exception is HttpRequestException { HttpRequestError: not HttpRequestError.ConnectionError })
                    continue;
                throw new CatalogUnavailableException($"Catalog did not answer {address}: {exception.Message}", exception);
            }
            return status switch
            {
                HttpStatusCode.OK => Read(body, type),
                HttpStatusCode.NotFound => null,
                HttpStatusCode.BadRequest => throw new CatalogRefusedException($"Catalog refused {address}."),
                _ => throw new CatalogUnavailableException($"Catalog answered {(int)status} to {address}."),
            };
        }
    }

    static T Read<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw new CatalogUnavailableException($"Catalog's answer can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>Also HttpClient's timeout.</summary>
    static bool IsTransport(Exception exception) =>
        exception is HttpRequestException or OperationCanceledException;
}
