using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Shop.Bench;

/// <summary>
/// What a browser that has never been here is sent for a page, compressed as it asks: the page, its styles, scripts and icon, and the pictures but those that wait
/// until they are scrolled to.
/// </summary>
sealed partial record FirstLoad(string Page, int Requests, long Bytes, long PictureBytes)
{
    public static async Task<FirstLoad> MeasureAsync(Uri storefront, string page, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = storefront };
        using var reader = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All }) { BaseAddress = storefront };
        var html = await reader.GetStringAsync(page, cancellationToken);
        var files = Files().Matches(html).Select(static match => match.Groups[1].Value).Distinct().ToList();
        var pictures = Pictures().Matches(html).Where(static match => !match.Value.Contains("loading=\"lazy\"", StringComparison.Ordinal)).Select(static match => match.Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal)).Distinct().ToList();
        var bytes = await SizeAsync(page);
        foreach (var file in files)
            bytes += await SizeAsync(file);
        var pictureBytes = 0L;
        foreach (var picture in pictures)
            pictureBytes += await SizeAsync(picture);
        return new(page, 1 + files.Count + pictures.Count, bytes + pictureBytes, pictureBytes);

        async Task<long> SizeAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            foreach (var encoding in (string[])["gzip", "br"])
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
            using var response = (await client.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
            return (await response.Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
        }
    }

    [GeneratedRegex("(?:<link rel=\"(?:stylesheet|icon)\" href|<script type=\"module\" src)=\"([^\"]+)\"")]
    private static partial Regex Files();

    [GeneratedRegex("<img [^>]*?src=\"([^\"]+)\"[^>]*>")]
    private static partial Regex Pictures();
}
