using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Aspire.Dashboard.Assets;

/// <summary>Style sheets, scripts and pictures out of this assembly: our own under addresses that change with their content, those of packages where their components look for them.</summary>
internal static class EmbeddedAssets
{
    const string Prefix = "assets/";
    const string PackagePrefix = "_content/";

    static readonly FrozenDictionary<string, Asset> ByName = Load(Prefix);
    static readonly FrozenDictionary<string, Asset> ByFingerprint = ByName.Values.ToFrozenDictionary(a => a.Fingerprinted, StringComparer.Ordinal);
    static readonly FrozenDictionary<string, Asset> OfPackages = Load(PackagePrefix);

    /// <summary>The address of an asset, relative to the root.</summary>
    public static string Url(string name) => "/assets/" + ByName[name].Fingerprinted;

    /// <summary>The address of an asset of a package, which changes with its content as well.</summary>
    public static string PackageUrl(string package, string name) => $"/{PackagePrefix}{package}/{name}?v={OfPackages[$"{package}/{name}"].Hash}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/assets/{name}", (string name, HttpContext context) => Get(ByFingerprint, name, context)).AllowAnonymous();
        endpoints.MapGet("/_content/{**name}", (string name, HttpContext context) => Get(OfPackages, name, context)).AllowAnonymous();
    }

    static Results<FileContentHttpResult, NotFound> Get(FrozenDictionary<string, Asset> assets, string name, HttpContext context)
    {
        if (!assets.TryGetValue(name, out var asset))
            return TypedResults.NotFound();

        var headers = context.Response.Headers;
        // The names in packages, or what is asked for with them, bear the package's version.
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is not 0))
            return TypedResults.File(asset.Content, asset.ContentType);

        headers.ContentEncoding = "gzip";
        return TypedResults.File(asset.Gzipped, asset.ContentType);
    }

    static FrozenDictionary<string, Asset> Load(string prefix) =>
        typeof(EmbeddedAssets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => new Asset(name, name[prefix.Length..]))
            .ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>Read, and zipped, when it is first asked for.</summary>
    sealed class Asset(string resource, string name)
    {
        public string Name => name;

        public byte[] Content => field ??= Read();

        public string Hash => field ??= Convert.ToHexStringLower(SHA256.HashData(Content))[..12];

        public string Fingerprinted => $"{Path.GetFileNameWithoutExtension(name)}.{Hash}{Path.GetExtension(name)}";

        public string ContentType { get; } = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };

        public byte[] Gzipped => field ??= Gzip();

        byte[] Read()
        {
            using var stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }

        byte[] Gzip()
        {
            using var target = new MemoryStream();
            using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
                gzip.Write(Content);
            return target.ToArray();
        }
    }
}
