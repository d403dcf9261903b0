using System.Net.Http.Headers;
using Shop.Web.Cart;

namespace Shop.Web.Clients;

/// <summary>The cart of whoever the page is for: of the person of the session, or of the stranger with the cookie. All methods throw <see cref="HttpRequestException"/> where it can't be reached.</summary>
sealed class CartClient(HttpClient http, CartCookie cookie, IHttpContextAccessor accessor)
{
    const string Path = "/api/catalog/cart";

    HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is a cart only while a request is answered.");

    bool IsPerson => Http.User.Identity is { IsAuthenticated: true };

    /// <summary>Null where nothing was ever put in.</summary>
    public async Task<CartContent?> ReadAsync(CancellationToken cancellationToken) =>
        HasNone() ? null : (await http.CallAsync(HttpMethod.Get, Path, CartJson.Default.CartContent, headers: Name, cancellationToken: cancellationToken)).Value;

    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        HasNone() ? 0 : (await http.CallAsync(HttpMethod.Get, Path + "/summary", CartJson.Default.CartCount, headers: Name, cancellationToken: cancellationToken)).Value?.Count ?? 0;

    public Task<ServiceAnswer<CartChange>> AddAsync(Guid product, int quantity, CancellationToken cancellationToken)
    {
        NeedCart();
        return http.CallAsync(
            HttpMethod.Post, Path + "/lines", CartJson.Default.CartChange, JsonContent.Create(new CartLineBody(product, quantity), CartJson.Default.CartLineBody), Name, cancellationToken);
    }

    public Task<ServiceAnswer<CartChange>> SetAsync(Guid product, int quantity, CancellationToken cancellationToken)
    {
        NeedCart();
        return http.CallAsync(
            HttpMethod.Put, $"{Path}/lines/{product}", CartJson.Default.CartChange, JsonContent.Create(new CartQuantityBody(quantity), CartJson.Default.CartQuantityBody), Name, cancellationToken);
    }

    public Task<ServiceAnswer<CartChange>> RemoveAsync(Guid product, CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Delete, $"/lines/{product}", cancellationToken);

    public Task<ServiceAnswer<CartChange>> SaveAsync(Guid product, CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Put, $"/saved/{product}", cancellationToken);

    public Task<ServiceAnswer<CartChange>> RemoveSavedAsync(Guid product, CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Delete, $"/saved/{product}", cancellationToken);

    public Task<ServiceAnswer<CartChange>> AcceptPricesAsync(CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Post, "/prices", cancellationToken);

    /// <summary>Makes the stranger's cart that of the person who has signed in.</summary>
    public async Task MergeAsync(string id, CancellationToken cancellationToken) =>
        await http.CallAsync(HttpMethod.Post, Path + "/merge", CartJson.Default.CartChange, headers: headers => headers.TryAddWithoutValidation(CartCookie.Header, id), cancellationToken: cancellationToken);

    /// <summary>What the cart would cost, sent there.</summary>
    public Task<ServiceAnswer<Quote>> QuoteAsync(Address? address, string? method, string? coupon, CancellationToken cancellationToken) => http.CallAsync(
        HttpMethod.Post, "/api/catalog/quote", CartJson.Default.Quote, JsonContent.Create(new QuoteBody(address, method, coupon), CartJson.Default.QuoteBody), Name, cancellationToken);

    /// <param name="key">The same for the same order, however often it is sent.</param>
    /// <param name="order">What is agreed to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ServiceAnswer<CheckoutAnswer>> CheckOutAsync(string key, CheckoutBody order, CancellationToken cancellationToken) => http.CallAsync(
        HttpMethod.Post, "/api/catalog/checkout", CartJson.Default.CheckoutAnswer, JsonContent.Create(order, CartJson.Default.CheckoutBody),
        headers => headers.TryAddWithoutValidation("Idempotency-Key", key), cancellationToken);

    Task<ServiceAnswer<CartChange>> ChangeAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        http.CallAsync(method, Path + path, CartJson.Default.CartChange, headers: Name, cancellationToken: cancellationToken);

    bool HasNone() => !IsPerson && cookie.Read(Http) is null;

    void NeedCart()
    {
        if (!IsPerson)
            cookie.ReadOrMake(Http);
    }

    /// <summary>Whose cart it is, and from where a stranger asks, as the gateway says it.</summary>
    void Name(HttpRequestHeaders headers)
    {
        if (IsPerson || cookie.Read(Http) is not { } id)
            return;
        headers.TryAddWithoutValidation(CartCookie.Header, id);
        if (Http.Connection.RemoteIpAddress is { } address)
            headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
    }
}
