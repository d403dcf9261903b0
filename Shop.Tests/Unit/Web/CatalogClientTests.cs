using System.Globalization;
using System.Net;
using System.Text;
using Shop.Web.Clients;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class CatalogClientTests
{
    const string EmptyPage = """{"items":[],"next":"abc"}""";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_what_Catalog_writes_and_ignores_what_it_does_not_know()
    {
        var catalog = Catalog(_ => Json("""
            {"id":"01987b9a-cf80-7271-9399-c7e473039d9b","sku":"ART-1","slug":"hill","name":"Hill","brand":"Moss","category":{"slug":"prints","name":"Prints"},
             "price":{"amount":65.50,"currency":"USD"},"rating":{"average":4.25,"count":8},"stock":3,"pictureUrl":"/p?v=1","description":"Text",
             "categoryPath":[{"slug":"wall","name":"Wall"},{"slug":"prints","name":"Prints"}],"createdAt":"2025-08-05T00:00:00+00:00","of tomorrow":{"x":[1]}}
            """));

        var product = await catalog.ProductAsync("hill", Cancel);

        Assert.NotNull(product);
        Assert.Equal(new Money(65.50m, "USD"), product.Price);
        Assert.Equal(new Rating(4.25m, 8), product.Rating);
        Assert.Equal(["wall", "prints"], product.CategoryPath.Select(category => category.Slug));
    }

    [Fact]
    public async Task Asks_in_the_language_of_the_page_and_escapes_what_it_is_given()
    {
        HttpRequestMessage? asked = null;
        var catalog = Catalog(request =>
        {
            asked = request;
            return Json(EmptyPage);
        });
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");

        await catalog.ProductsAsync(new() { Category = "a&b", Text = "50 %", Brands = ["x&y"], InStock = true, Sort = "-price" }, 24, "c=", facets: true, Cancel);

        Assert.Equal("/api/catalog/products?q=50%20%25&brand=x%26y&inStock=true&sort=-price&limit=24&category=a%26b&after=c%3D&facets=true", asked!.RequestUri!.PathAndQuery);
        Assert.Equal("zh-CN", asked.Headers.AcceptLanguage.ToString());
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        var catalog = Catalog(_ => new(HttpStatusCode.NotFound));

        Assert.Null(await catalog.ProductAsync("nothing", Cancel));
        Assert.Null(await catalog.ProductsAsync(new() { Category = "nothing" }, 24, null, facets: false, Cancel));
    }

    [Fact]
    public async Task A_refusal_is_the_addresses_fault_and_no_absence() =>
        await Assert.ThrowsAsync<CatalogRefusedException>(() => Catalog(_ => new(HttpStatusCode.BadRequest)).ProductsAsync(ProductQuery.All, 24, "made up", facets: false, Cancel));

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task An_error_is_an_absence(HttpStatusCode status) =>
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => Catalog(_ => new(status)).CategoriesAsync(Cancel));

    public static TheoryData<Exception> Failures =>
    [
        new HttpRequestException(HttpRequestError.ConnectionError),
        new TaskCanceledException("HttpClient's timeout"),
        new HttpRequestException("No replica answered in time", new TimeoutException()),
        new HttpRequestException("The connection broke off", new IOException()),
    ];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task So_is_every_failure_on_the_way(Exception failure)
    {
        var thrown = await Assert.ThrowsAsync<CatalogUnavailableException>(() => Catalog(_ => throw failure).CategoriesAsync(Cancel));

        Assert.NotNull(thrown.InnerException);
    }

    [Fact]
    public async Task A_visitor_who_leaves_is_no_absence()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog(_ => Json("[]")).CategoriesAsync(left.Token));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("""{"items":7}""")]
    public async Task An_answer_that_cannot_be_read_is_an_absence(string body) =>
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => Catalog(_ => Json(body)).ProductsAsync(ProductQuery.All, 24, null, facets: false, Cancel));

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_once_more()
    {
        var asked = 0;
        var catalog = Catalog(_ => ++asked == 1 ? new(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream()) } : Json(EmptyPage));

        var page = await catalog.ProductsAsync(ProductQuery.All, 24, null, facets: false, Cancel);

        Assert.Equal((2, "abc"), (asked, page!.Next));
    }

    static CatalogClient Catalog(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(new(new Handler(answer)) { BaseAddress = new("http://catalog") });

    static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(answer(request));
        }
    }

    sealed class BreakingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken off.");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("Broken off.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("Broken off.");
    }
}
