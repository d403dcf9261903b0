using System.Text.Json;

namespace Shop.Bench;

/// <summary>Something to measure, what it is compared with, and the ratio that it is to reach.</summary>
sealed record Subject(string Name, Server Server, IReadOnlyList<string> Paths, string? Against = null, double? Goal = null)
{
    /// <summary>Null for as many as the run has.</summary>
    public int? Connections { get; init; }

    /// <summary>Whether the paths are lines of carts, which are set, and not asked for.</summary>
    public bool ChangesCarts { get; init; }
}

static class Measurements
{
    /// <summary>All subjects in turn, round after round: what else the machine does falls on all of them.</summary>
    public static async Task RunAsync(Stack stack, BenchOptions options, Table table, CancellationToken cancellationToken)
    {
        var subjects = await SubjectsAsync(stack, cancellationToken);
        if (options.Only is { } only)
        {
            var chosen = subjects.Where(subject => only.Split(' ').All(word => subject.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(subject => subject.Name).ToHashSet();
            subjects = [.. subjects.Where(subject => subject.Name == Hello || chosen.Contains(subject.Name) || subjects.Exists(other => chosen.Contains(other.Name) && other.Against == subject.Name))];
        }
        foreach (var subject in subjects)
        {
            Console.WriteLine($"Warming up: {subject.Name}");
            try
            {
                await Load.RunAsync(subject, options.Connections, options.WarmUp, cancellationToken);
            }
            catch (InvalidOperationException exception)
            {
                // What is slow while all is cold is said, and not held against it; in a round it would be.
                Console.WriteLine(exception.Message);
            }
        }
        for (var round = 1; round <= options.Rounds; round++)
            foreach (var subject in subjects)
            {
                Console.WriteLine($"Round {round} of {options.Rounds}: {subject.Name}");
                table.Add(subject, await Load.RunAsync(subject, options.Connections, options.Seconds, cancellationToken));
            }
    }

    const string Hello = "hello";

    static async Task<List<Subject>> SubjectsAsync(Stack stack, CancellationToken cancellationToken)
    {
        string[] searches = ["harbour+mug", "quiet+cushion", "%E6%B8%AF%E6%B9%BE", "studio+umi+lantern", "amber+reef+plate", "copper+dune", "notebook+chapel", "winter+throw"];
        string[] typed = ["h", "ha", "har", "harb", "harbour+m", "co", "cop", "copper+du", "%E6%B8%AF", "st", "stu", "no", "notebo", "qui", "quiet+cu", "am"];
        var (slugs, ids) = await ProductsAsync(stack.Catalog, cancellationToken);
        const string Catalog = "/api/catalog/";
        return
        [
            new(Hello, stack.Yardstick, ["/hello"]),
            new("home page", stack.Web, ["/"], Hello, 0.1),
            new("category page", stack.Web, ["/categories/mugs"], Hello, 0.1),
            new("product page", stack.Web, [.. slugs.Select(slug => "/products/" + slug)], Hello, 0.08),
            new("list, cached", stack.Catalog, [Catalog + "products"], Hello, 0.5),
            new("product, cached", stack.Catalog, [.. slugs.Select(slug => $"{Catalog}products/{slug}")], Hello, 0.5),
            new("picture", stack.Catalog, [.. slugs.Select(slug => $"{Catalog}products/{slug}/picture")], Hello, 0.4),
            new("suggestions, cached", stack.Catalog, [.. typed.Select(q => $"{Catalog}suggestions?q={q}")], Hello),
            new("cart change", stack.Catalog, [.. ids.Take(20).Select(id => $"{Catalog}cart/lines/{id}")], Hello, 0.06) { Connections = 8, ChangesCarts = true },
            new("list by raw Npgsql", stack.Yardstick, ["/raw/list"]),
            new("list from the database", stack.Uncached, [Catalog + "products"], "list by raw Npgsql", 0.85),
            new("product by raw Npgsql", stack.Yardstick, [.. slugs.Select(slug => $"/raw/products/{slug}")]),
            new("product from the database", stack.Uncached, [.. slugs.Select(slug => $"{Catalog}products/{slug}")], "product by raw Npgsql"),
            new("search by raw Npgsql", stack.Yardstick, [.. searches.Select(q => $"/raw/search?q={q}")]),
            new("search", stack.Uncached, [.. searches.Select(q => $"{Catalog}products?q={q}")], "search by raw Npgsql"),
            new("search with facets", stack.Uncached, [.. searches.Select(q => $"{Catalog}products?q={q}&facets=true")]),
            new("suggestions", stack.Uncached, [.. typed.Select(q => $"{Catalog}suggestions?q={q}")]),
        ];
    }

    static async Task<(string[] Slugs, string[] InStock)> ProductsAsync(Server catalog, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = catalog.Address };
        var page = JsonDocument.Parse(await client.GetStringAsync("/api/catalog/products?limit=100", cancellationToken)).RootElement;
        var items = page.GetProperty("items").EnumerateArray().ToList();
        return (
            [.. items.Select(item => item.GetProperty("slug").GetString()!)],
            [.. items.Where(item => item.GetProperty("stock").GetInt32() > 0).Select(item => item.GetProperty("id").GetString()!)]);
    }
}
