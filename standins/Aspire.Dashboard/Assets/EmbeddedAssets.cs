using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Aspire.Dashboard.Assets;

/// <summary>Style sheets, scripts and pictures out of this assembly, under addresses that change with their content.</summary>
internal static class EmbeddedAssets
{
    const string Prefix = "assets/";

    static readonly FrozenDictionary<string, Asset> ByName = Load();
    static readonly FrozenDictionary<string, Asset> ByFingerprint = ByName.Values.ToFrozenDictionary(a => a.Fingerprinted, StringComparer.Ordinal);

    /// <summary>The address of an asset, relative to the root.</summary>
    public static string Url(string name) => "/assets/" + ByName[name].Fingerprinted;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/assets/{name}", Get).AllowAnonymous();

    static Results<FileContentHttpResult, NotFound> Get(string name, HttpContext context)
    {
        if (!ByFingerprint.TryGetValue(name, out var asset))
            return TypedResults.NotFound();

        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is not 0))
            return TypedResults.File(asset.Content, asset.ContentType);

        headers.ContentEncoding = "gzip";
        return TypedResults.File(asset.Gzipped.Value, asset.ContentType);
    }

    static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new Asset(name[Prefix.Length..], content);
            })
            .ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);
    }

    sealed class Asset(string name, byte[] content)
    {
        public string Name => name;

        public byte[] Content => content;

        public string Fingerprinted { get; } =
            $"{Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(content))[..12]}{Path.GetExtension(name)}";

        public string ContentType { get; } = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };

        public Lazy<byte[]> Gzipped { get; } = new(() =>
        {
            using var target = new MemoryStream();
            using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
                gzip.Write(content);
            return target.ToArray();
        });
    }
}
