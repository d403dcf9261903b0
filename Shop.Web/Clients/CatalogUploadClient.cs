using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Shop.ServiceDefaults.LoadBalancing;

namespace Shop.Web.Clients;

/// <summary>Sends files to Catalog, which takes longer than to ask it something.</summary>
sealed class CatalogUploadClient(HttpClient http)
{
    /// <summary>It is made three times, and may wait its turn.</summary>
    static readonly TimeSpan PicturePatience = TimeSpan.FromSeconds(30);

    /// <exception cref="CatalogUnavailableException">It does not answer.</exception>
    public async Task<ServiceAnswer<ImportJob>> StartImportAsync(string fileName, bool isTrial, Stream file, TimeSpan patience, CancellationToken cancellationToken)
    {
        var query = QueryString.Create("fileName", Path.GetFileName(fileName)).Add("dryRun", isTrial ? "true" : "false");
        return await SendAsync("/imports" + query, "text/csv", CatalogOfficeJson.Default.ImportJob, file, patience, cancellationToken);
    }

    /// <exception cref="CatalogUnavailableException">It does not answer.</exception>
    public Task<ServiceAnswer<GalleryPicture>> AddPictureAsync(Guid product, Stream file, CancellationToken cancellationToken) =>
        SendAsync($"/products/{product}/pictures", "application/octet-stream", CatalogOfficeJson.Default.GalleryPicture, file, PicturePatience, cancellationToken);

    async Task<ServiceAnswer<T>> SendAsync<T>(string path, string contentType, JsonTypeInfo<T> type, Stream file, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        try
        {
            return (await http.CallAsync(
                HttpMethod.Post, "/api/catalog/manage" + path, type, content, (HttpRequestMessage request) => request.SetTotalTimeout(patience), cancellationToken)).Allowed();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new CatalogUnavailableException($"Catalog did not take a file: {exception.Message}", exception);
        }
    }
}
