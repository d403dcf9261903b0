using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Manage;

/// <summary>Files that are imported in the background, by two replicas of the real service.</summary>
public sealed class ImportJobTests(CatalogServices services) : IClassFixture<CatalogServices>
{
    const string Header = "sku,name_en,name_zh,brand,category,price,status", Imports = "/api/catalog/manage/imports";

    readonly HttpClient staff = services.As(Roles.Customer, Roles.Staff);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static string Row(string sku, string price = "9.90") => $"{sku},Imported Mug,导入杯,Studio Test,mugs,{price},published";

    [Fact]
    public async Task A_file_is_imported_once_and_told_by_row_where_it_is_wrong()
    {
        var (a, b) = (Staff.NewSku(), Staff.NewSku());
        var trial = await OverAsync(await SendAsync($"{Header}\n{Row(a)}\n{Row(b)}\n", dryRun: true));
        Assert.Equal(("done", "2", "2"), (trial["state"], trial["rows"], trial["created"]));
        Assert.Equal(0L, await CountAsync(a, b));

        var real = await OverAsync(await SendAsync($"{Header}\n{Row(a)}\n{Row(b)}\n"));
        Assert.Equal(("done", "2", "0"), (real["state"], real["created"], real["errorCount"]));
        Assert.Equal(2L, await CountAsync(a, b));

        var wrong = await OverAsync(await SendAsync($"{Header}\n{Row(a, "x")}\n{Row(b, "-1")}\n{Row(b)}\n", language: "zh-CN"));
        Assert.Equal(("failed", "2"), (wrong["state"], wrong["errorCount"]));
        Assert.Equal(
            [(2, "price", "须为数字，例如 19.50。"), (3, "price", "须大于 0 且不超过 1000000。")],
            wrong.Body.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("row").GetInt32(), error.GetProperty("column").GetString()!, error.GetProperty("message").GetString()!)));
        wrong = await OverAsync(await SendAsync($"{Header}\n{Row(a)}\n{Row(a)}\n"));
        Assert.Equal("Stands in row 2 too.", wrong.Body.GetProperty("errors")[0].GetProperty("message").GetString());
        // The files of what is over are gone.
        Assert.Equal(0L, await services.ScalarAsync("select count(*) from product_import_parts"));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Header, fileName: "")).Status);
        using var customer = services.As(Roles.Customer);
        using var refused = await customer.GetAsync(Imports, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_large_file_tells_how_far_it_is_and_comes_as_a_whole()
    {
        var run = Guid.NewGuid().ToString("N");
        var csv = new StringBuilder(Header).Append('\n');
        for (var row = 0; row < ImportTests.LargeFile; row++)
            csv.Append(Row(FormattableString.Invariant($"J-{run}-{row}"))).Append('\n');
        var job = await SendAsync(csv.ToString());
        Assert.Equal(HttpStatusCode.Accepted, job.Status);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromMinutes(10));
        var (reply, bytesRead) = (job, 0L);
        while (reply["state"] is not ("done" or "failed"))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
            // Nobody sees a part of it.
            Assert.Contains((long)(await services.ScalarAsync($"select count(*) from products where sku like 'J-{run}-%'"))!, (long[])[0, ImportTests.LargeFile]);
            reply = await FindAsync(job.Id);
            Assert.InRange(reply.Body.GetProperty("bytesRead").GetInt64(), bytesRead, csv.Length * 2L);
            bytesRead = reply.Body.GetProperty("bytesRead").GetInt64();
        }
        Assert.Equal(("done", ImportTests.LargeFile), (reply["state"], reply.Body.GetProperty("created").GetInt32()));
        Assert.Equal((long)ImportTests.LargeFile, await services.ScalarAsync($"select count(*) from products where sku like 'J-{run}-%'"));
        await services.ExecuteAsync($"delete from products where sku like 'J-{run}-%'");
    }

    [Fact]
    public async Task Several_at_once_are_imported_one_after_the_other()
    {
        var skus = Enumerable.Range(0, 6).Select(_ => Staff.NewSku()).ToArray();
        var jobs = await Task.WhenAll(skus.Select(sku => SendAsync($"{Header}\n{Row(sku)}\n")));
        foreach (var job in jobs)
            Assert.Equal(("done", "1"), ((await OverAsync(job))["state"], (await OverAsync(job))["created"]));
        Assert.Equal(6L, await CountAsync(skus));
    }

    [Fact]
    public async Task Where_a_replica_dies_over_it_another_begins_anew_and_what_is_done_is_not_done_again()
    {
        var sku = Staff.NewSku();
        // Held by who has died a moment ago, having changed nothing; and another, whose holder still speaks.
        var dead = await InsertAsync(Row(sku), claimedFor: -1);
        var living = await InsertAsync(Row(Staff.NewSku()), claimedFor: 600);

        Assert.Equal(("done", "1"), ((await OverAsync(dead))["state"], (await OverAsync(dead))["created"]));
        Assert.Equal("running", (await FindAsync(living))["state"]);

        // Whoever comes too late changes nothing: the claim is another's.
        await services.ExecuteAsync($"update product_imports set claim = gen_random_uuid(), claimed_until = now() - interval '1 second' where id = '{living}'");
        Assert.Equal("done", (await OverAsync(living))["state"]);
        Assert.Equal(1L, await CountAsync(sku));
        Assert.Equal(1L, await services.ScalarAsync($"select count(*) from audit_entries e join products p on p.id = e.subject_id where p.sku = '{sku}'"));
    }

    async Task<Reply> SendAsync(string csv, bool dryRun = false, string language = "en", string fileName = "things.csv")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Imports}?fileName={fileName}&dryRun={(dryRun ? "true" : "false")}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var response = await staff.SendAsync(request, Cancellation);
        return await Reply.ReadAsync(response);
    }

    Task<Reply> OverAsync(Reply job)
    {
        Assert.Equal(HttpStatusCode.Accepted, job.Status);
        return OverAsync(job.Id);
    }

    async Task<Reply> OverAsync(Guid id)
    {
        await Eventually.TrueAsync(async () => (await FindAsync(id))["state"] is "done" or "failed", Cancellation);
        return await FindAsync(id);
    }

    async Task<Reply> FindAsync(Guid id)
    {
        using var response = await staff.GetAsync($"{Imports}/{id}", Cancellation);
        return await Reply.ReadAsync(response);
    }

    async Task<long> CountAsync(params string[] skus) => (long)(await services.ScalarAsync($"select count(*) from products where sku in ('{string.Join("','", skus)}')"))!;

    /// <summary>As a replica leaves it that has taken it.</summary>
    async Task<Guid> InsertAsync(string row, int claimedFor)
    {
        var id = Guid.CreateVersion7();
        await using var connection = new NpgsqlConnection(services.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            """
            with job as (
                insert into product_imports (id, file_name, size, dry_run, state, user_id, user_name, language, created_at, started_at, phase, bytes_read, rows, created, updated, error_count, attempts, claim, claimed_until)
                values ($1, 'things.csv', 1, false, 1, gen_random_uuid(), 'Ada', 'en', now(), now(), 0, 0, 0, 0, 0, 0, 1, gen_random_uuid(), now() + make_interval(secs => $3)))
            insert into product_import_parts (import_id, number, content) select $1, n - 1, decode(part, 'escape') from unnest($2) with ordinality as parts (part, n)
            """, connection)
        {
            // In two pieces, in the middle of a row.
            Parameters = { new() { Value = id }, new() { Value = new[] { $"{Header}\n{row[..7]}", row[7..].Replace("导入杯", "Cup", StringComparison.Ordinal) + "\n" } }, new() { Value = (double)claimedFor } },
        };
        await command.ExecuteNonQueryAsync(Cancellation);
        return id;
    }
}
