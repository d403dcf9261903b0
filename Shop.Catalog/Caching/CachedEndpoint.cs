using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Shop.Catalog.Caching;

/// <summary>Marks endpoints whose answers are the same for everyone and cached.</summary>
sealed class CachedEndpoint
{
    public static readonly CachedEndpoint Instance = new();
}

static class CachedEndpointExtensions
{
    /// <summary>
    /// For answers that are the same for everyone who reads a language: cached by address, by the query parameters named (others make no
    /// other answer), language and encoding, with an entity tag.
    /// </summary>
    public static RouteHandlerBuilder Cached(this RouteHandlerBuilder endpoint, params string[] parameters) => endpoint
        .CacheOutput(new CachedEndpointPolicy(parameters))
        .AddEndpointFilter<CachedEndpointFilter>()
        .WithMetadata(CachedEndpoint.Instance)
        .Produces(StatusCodes.Status304NotModified);
}

/// <summary>What is looked up and stored. The framework's own policy would leave out whoever sends a token, though the answer is the same.</summary>
sealed class CachedEndpointPolicy(string[] parameters) : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        context.EnableOutputCaching = isRead && http.RequestServices.GetRequiredService<CachingOptions>().Enabled;
        context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = SharedCache.Lifetime;

        var rules = context.CacheVaryByRules;
        rules.QueryKeys = parameters;
        rules.VaryByHost = false;
        rules.VaryByValues["language"] = CultureInfo.CurrentUICulture.Name;
        if (!StringValues.IsNullOrEmpty(http.Request.Headers.AcceptEncoding))
            rules.VaryByValues["encoding"] = http.RequestServices.GetRequiredService<IResponseCompressionProvider>().GetCompressionProvider(http)?.EncodingName ?? "";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage &= context.HttpContext.Response.StatusCode == StatusCodes.Status200OK;
        return ValueTask.CompletedTask;
    }
}

/// <summary>Runs where the cache had nothing: notes when the answer's load begins, and gives it its entity tag.</summary>
sealed class CachedEndpointFilter(CachingOptions caching, IOptions<JsonOptions> json) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var load = http.RequestServices.GetRequiredService<CacheLoad>();
        if (caching.Enabled)
            await load.BeginAsync();
        var result = await next(context);
        // The union of the results that an endpoint may have holds the one that it has.
        if (result is INestedHttpResult { Result: var nested })
            result = nested;
        if (result is not IValueHttpResult { Value: { } value } || result is IStatusCodeHttpResult { StatusCode: not StatusCodes.Status200OK })
            return result;
        if (http.Features.Get<IOutputCacheFeature>() is { } output)
            load.WriteTo(output.Context.Tags);
        return new TaggedJson(JsonSerializer.SerializeToUtf8Bytes(value, json.Value.SerializerOptions.GetTypeInfo(value.GetType())));
    }

    /// <summary>Weak, since the same content also goes out compressed. Whoever keeps it asks each time whether it is still the same.</summary>
    sealed class TaggedJson(byte[] body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.CacheControl = "no-cache";
            response.Headers.ETag = new EntityTagHeaderValue($"\"{XxHash3.HashToUInt64(body).ToString("x16", CultureInfo.InvariantCulture)}\"", isWeak: true).ToString();
            response.ContentLength = body.Length;
            return response.Body.WriteAsync(body).AsTask();
        }
    }
}
