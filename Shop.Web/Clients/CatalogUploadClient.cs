using System.Net.Http.Headers;
using Shop.ServiceDefaults.LoadBalancing;

namespace Shop.Web.Clients;

/// <summary>Sends files to Catalog, which takes longer than to ask it something.</summary>
sealed class CatalogUploadClient(HttpClient http)
{
    /// <exception cref="CatalogUnavailableException">It does not answer.</exception>
    public async Task<ServiceAnswer<ImportJob>> StartImportAsync(string fileName, bool isTrial, Stream file, TimeSpan patience, CancellationToken cancellationToken)
    {
        var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var query = QueryString.Create("fileName", Path.GetFileName(fileName)).Add("dryRun", isTrial ? "true" : "false");
        try
        {
            return (await http.CallAsync(
                HttpMethod.Post, "/api/catalog/manage/imports" + query, CatalogOfficeJson.Default.ImportJob, content, (HttpRequestMessage request) => request.SetTotalTimeout(patience), cancellationToken)).Allowed();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new CatalogUnavailableException($"Catalog did not take a file: {exception.Message}", exception);
        }
    }
}
