using System.Text;
using System.Text.Json;
using Npgsql;

namespace Shop.Bench;

/// <summary>Requests for a checkout of two lines each, of products of which there is no end, at the total that a quote gives.</summary>
static class Baskets
{
    const int Pieces = 1_000_000;

    /// <param name="http">Catalog, as somebody who is signed in.</param>
    /// <param name="catalogDatabase">Where the products get their pieces.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string[]> FillAsync(HttpClient http, string catalogDatabase, CancellationToken cancellationToken)
    {
        var products = new List<Guid>();
        await using (var catalog = new NpgsqlConnection(catalogDatabase))
        {
            await catalog.OpenAsync(cancellationToken);
            await using var receive = new NpgsqlCommand(
                $"""
                 with chosen as (select id from products where status = 1 and stock > 0 order by id limit 200)
                 select id, move_stock(1::smallint, null, 'bench', null, now(), array[id], array[{Pieces}], array[{Pieces}], null) is null from chosen
                 """, catalog);
            await using var reader = await receive.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                products.Add(reader.GetGuid(0));
        }
        var bodies = new List<string>();
        foreach (var pair in products.Chunk(2).Where(static pair => pair.Length == 2))
        {
            var request = $$"""
                "lines":[{"productId":"{{pair[0]}}","quantity":1},{"productId":"{{pair[1]}}","quantity":2}],"shippingMethod":"standard",
                "shippingAddress":{"recipient":"Ada Lovelace","phone":"+14155552671","country":"US","region":"CA","city":"San Francisco","line1":"1 Market Street","postalCode":"94105"}
                """;
            using var answer = await http.PostAsync("/api/catalog/quote", Json($"{{{request}}}"), cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"A quote was answered {(int)answer.StatusCode}: {text}");
            bodies.Add($"{{{request},\"paymentToken\":\"tok_visa_4242\",\"expectedTotal\":{JsonDocument.Parse(text).RootElement.GetProperty("total").GetRawText()}}}");
        }
        return [.. bodies];
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
