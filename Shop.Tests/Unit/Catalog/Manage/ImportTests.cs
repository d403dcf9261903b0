using System.Globalization;
using System.Net;
using System.Text;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Manage;

/// <summary>Files of products. SHOP_TEST_IMPORT_ROWS says how large the large one is.</summary>
public sealed class ImportTests(CatalogServices services) : IClassFixture<CatalogServices>
{
    const string Header = "sku,name_en,name_zh,description_en,description_zh,brand,category,price,status";

    internal static readonly int LargeFile =
        int.TryParse(Environment.GetEnvironmentVariable("SHOP_TEST_IMPORT_ROWS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 3_000;

    readonly Staff staff = new(services);

    async Task<long> CountAsync(string where = "true") => (long)(await services.ScalarAsync($"select count(*) from products where {where}"))!;

    static string Row(string sku, string name = "Imported Mug", string price = "9.90", string category = "mugs", string status = "published") =>
        $"{sku},{name},导入杯,\"Two lines,\nand \"\"quotes\"\".\",两行,Studio Test,{category},{price},{status}";

    [Fact]
    public async Task What_is_exported_can_be_imported_and_changes_nothing()
    {
        var csv = await staff.ExportAsync();
        Assert.StartsWith("\uFEFFsku,slug,name_en,", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
        var reply = await staff.ImportAsync(csv);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal((await CountAsync()).ToString(CultureInfo.InvariantCulture), reply["rows"]);
        Assert.Equal(("0", "0", reply["rows"]), (reply["created"], reply["updated"], reply["unchanged"]));
    }

    [Fact]
    public async Task Rows_create_and_change_and_it_is_noted()
    {
        var (a, b) = (Staff.NewSku(), Staff.NewSku());
        var reply = await staff.ImportAsync($"{Header}\n{Row(a)}\n{Row(b)}\n");
        Assert.Equal(("2", "2", "0"), (reply["rows"], reply["created"], reply["updated"]));
        Assert.Equal("Two lines,\nand \"quotes\".", await services.ScalarAsync($"select description_en from products where sku = '{a}'"));
        // The same name twice: one is called by it, or both with their skus, where a product had it before.
        Assert.Equal(2L, await services.ScalarAsync($"select count(distinct slug) from products where sku in ('{a}', '{b}')"));

        // Of what there is, a file may hold some columns only.
        reply = await staff.ImportAsync($"sku;price\n{a};10.50\n{b};9.90\n");
        Assert.Equal(("0", "1", "1"), (reply["created"], reply["updated"], reply["unchanged"]));
        Assert.Equal(2, await services.ScalarAsync($"select version from products where sku = '{a}'"));
        Assert.Equal(1, await services.ScalarAsync($"select version from products where sku = '{b}'"));
        Assert.Equal(10.50m, await services.ScalarAsync($"select new_price from price_changes c join products p on p.id = c.product_id where sku = '{a}'"));
        Assert.Equal(2L, await services.ScalarAsync($"select count(*) from audit_entries e join products p on p.id = e.subject_id where sku = '{a}' and action = 'product.imported'"));

        Assert.Contains(a, Encoding.UTF8.GetString(await staff.ExportAsync()), StringComparison.Ordinal);
        using var listed = await services.A.GetAsync($"/api/catalog/products?q={a}", TestContext.Current.CancellationToken);
        Assert.Contains("\"amount\":10.50", await listed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_come_and_go_with_a_file()
    {
        var (sku, plain) = (Staff.NewSku(), Staff.NewSku());
        await staff.ImportAsync($"{Header},weight_grams\n{Row(sku)},1250\n{Row(plain)},\n");
        Assert.Equal(1250, await services.ScalarAsync($"select weight_grams from products where sku = '{sku}'"));
        Assert.Equal(500, await services.ScalarAsync($"select weight_grams from products where sku = '{plain}'"));
        Assert.Equal("1", (await staff.ImportAsync($"sku,weight_grams\n{sku},900\n{plain},\n"))["updated"]);
        Assert.Equal(900, await services.ScalarAsync($"select weight_grams from products where sku = '{sku}'"));
        foreach (var wrong in (string[])["-1", "1.5", "much", "1000001"])
        {
            var reply = await staff.ImportAsync($"sku,weight_grams\n{sku},{wrong}\n");
            Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
            Assert.Equal(["weight_grams"], reply.Fields);
        }
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_be_and_changes_nothing()
    {
        var before = await CountAsync();
        var reply = await staff.ImportAsync($"{Header}\n{Row(Staff.NewSku())}\n{Row("MUG-SEI-INK-01", price: "1.00")}\n", dryRun: true);
        Assert.Equal(("1", "1", "True"), (reply["created"], reply["updated"], reply["dryRun"]));
        Assert.Equal(before, await CountAsync());
        Assert.Equal(0L, await CountAsync("sku = 'MUG-SEI-INK-01' and price = 1"));
    }

    [Fact]
    public async Task Every_error_is_told_by_row_and_column_and_nothing_is_imported()
    {
        var (before, twice) = (await CountAsync(), Staff.NewSku());
        var reply = await staff.ImportAsync(string.Join('\n', Header, Row(Staff.NewSku()), Row("bad sku"), Row(Staff.NewSku(), price: "free"), Row(Staff.NewSku(), price: "-1", status: "new"), Row(Staff.NewSku(), name: " ")));
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(
            [(3, "sku"), (4, "price"), (5, "price"), (5, "status"), (6, "name_en")],
            reply.Body.GetProperty("rows").EnumerateArray().Select(error => (error.GetProperty("row").GetInt32(), error.GetProperty("column").GetString()!)).Order());

        // What only all rows together can show.
        reply = await staff.ImportAsync(string.Join('\n', Header, Row(twice), Row(Staff.NewSku(), category: "nowhere"), Row(twice)));
        Assert.Equal(
            [(3, "category"), (4, "sku")],
            reply.Body.GetProperty("rows").EnumerateArray().Select(error => (error.GetProperty("row").GetInt32(), error.GetProperty("column").GetString()!)).Order());

        reply = await staff.ImportAsync($"sku,price\n{Staff.NewSku()},1\n");
        Assert.Equal(["brand", "category", "name_en", "name_zh"], reply.Fields.Order());
        reply = await staff.ImportAsync($"sku,slug,price\nMUG-SEI-INK-01,harbour-at-six-plate,1\n");
        Assert.Equal("slug", reply.Fields.Single());
        Assert.Equal(before, await CountAsync());
        Assert.Equal(0L, await CountAsync("price = 1"));
    }

    [Theory]
    [InlineData("", "sku")]
    [InlineData("name_en\nx\n", "sku")]
    [InlineData("sku,colour\nA,red\n", "colour")]
    [InlineData("sku,sku\nA,B\n", "sku")]
    [InlineData("sku,price\nA\n", "file")]
    [InlineData("sku,price\nA,1,2\n", "file")]
    [InlineData("sku,price\n\"A,1\nB,2\n", "file")]
    [InlineData("sku,price\n\"A\"x,1\n", "file")]
    [InlineData("sku,price\nA\"b,1\n", "file")]
    public async Task A_malformed_file_is_refused(string csv, string column)
    {
        var reply = await staff.ImportAsync(csv);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains(column, reply.Fields);
    }

    [Fact]
    public async Task A_file_in_another_encoding_or_of_one_endless_row_is_refused()
    {
        Assert.Contains("file", (await staff.ImportAsync([.. Encoding.UTF8.GetBytes("sku,name_en\nA,"), 0xC3, 0x28, (byte)'\n'])).Fields);
        var endless = await staff.ImportAsync("sku,name_en\nA,\"" + new string('x', 3 * 1024 * 1024));
        Assert.Equal(HttpStatusCode.BadRequest, endless.Status);
        Assert.Contains("file", endless.Fields);
        // Windows' own UTF-16 says what it is.
        var sku = Staff.NewSku();
        Assert.Equal(HttpStatusCode.OK, (await staff.ImportAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"{Header}\n{Row(sku)}\n")])).Status);
        Assert.Equal(1L, await CountAsync($"sku = '{sku}' and name_zh = '导入杯'"));
    }

    [Fact]
    public async Task Slugs_may_pass_from_one_product_to_another_within_a_file()
    {
        var (a, b) = (Staff.NewSku(), Staff.NewSku());
        await staff.ImportAsync($"{Header},slug\n{Row(a)},first-{a.ToLowerInvariant()}\n{Row(b)},second-{a.ToLowerInvariant()}\n");
        var reply = await staff.ImportAsync($"sku,slug\n{a},second-{a.ToLowerInvariant()}\n{b},first-{a.ToLowerInvariant()}\n");
        Assert.Equal((HttpStatusCode.OK, "2"), (reply.Status, reply["updated"]));
        Assert.Equal($"second-{a.ToLowerInvariant()}", await services.ScalarAsync($"select slug from products where sku = '{a}'"));
    }

    [Fact]
    public async Task A_large_file_comes_in_all_at_once()
    {
        var run = Guid.NewGuid().ToString("N");
        var csv = new StringBuilder(Header).Append('\n');
        for (var row = 0; row < LargeFile; row++)
            csv.Append(Row(FormattableString.Invariant($"L-{run}-{row}"), FormattableString.Invariant($"Large {run} {row % 100}"))).Append('\n');
        var import = staff.ImportAsync(csv.ToString());
        // Nobody sees a part of it.
        while (!import.IsCompleted)
            Assert.Contains(await CountAsync($"sku like 'L-{run}-%'"), (long[])[0, LargeFile]);
        var reply = await import;
        Assert.Equal(LargeFile.ToString(CultureInfo.InvariantCulture), reply["created"]);
        Assert.Equal(LargeFile, await CountAsync($"sku like 'L-{run}-%'"));
        await services.ExecuteAsync($"delete from products where sku like 'L-{run}-%'");
    }
}
