using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Manage;

public sealed class ManageCategoryTests(CatalogServices services) : IClassFixture<CatalogServices>
{
    readonly Staff staff = new(services);

    static JsonObject Input(string name, Guid? parent = null) => new()
    {
        ["nameEn"] = name,
        ["nameZh"] = "类别",
        ["descriptionEn"] = "",
        ["descriptionZh"] = "",
        ["parentId"] = parent,
    };

    async Task<Reply> CreatedAsync(Guid? parent = null, string? name = null)
    {
        var reply = await staff.SendAsync(HttpMethod.Post, "/categories", Input(name ?? $"Category {Guid.NewGuid():N}", parent));
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        return reply;
    }

    Task<Reply> MoveAsync(Reply category, Guid? parent, int position) =>
        staff.SendAsync(HttpMethod.Post, $"/categories/{category.Id}/move", new JsonObject { ["parentId"] = parent, ["position"] = position }, category.Version);

    async Task<List<Guid>> ChildrenAsync(Guid parent) =>
        [.. (await staff.SendAsync(HttpMethod.Get, "/categories")).Body.EnumerateArray()
            .Where(category => category.GetProperty("parentId").ToString() == parent.ToString())
            .OrderBy(category => category.GetProperty("position").GetInt32())
            .Select(category => category.GetProperty("id").GetGuid())];

    [Fact]
    public async Task A_category_is_made_renamed_and_removed_and_all_see_it()
    {
        var name = $"Lanterns {Guid.NewGuid():N}";
        var category = await CreatedAsync(name: name);
        Assert.Contains(name, await services.A.GetStringAsync("/api/catalog/categories", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode)428, (await staff.SendAsync(HttpMethod.Put, $"/categories/{category.Id}", Input("x"))).Status);
        Assert.Equal((HttpStatusCode)412, (await staff.SendAsync(HttpMethod.Put, $"/categories/{category.Id}", Input("x"), "\"9\"")).Status);
        var renamed = await staff.SendAsync(HttpMethod.Put, $"/categories/{category.Id}", Input($"New {name}"), category.Version);
        Assert.Equal((category["slug"], "\"2\""), (renamed["slug"], renamed.Version));
        Assert.Contains($"New {name}", await services.A.GetStringAsync("/api/catalog/categories", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await staff.SendAsync(HttpMethod.Delete, $"/categories/{category.Id}", version: renamed.Version)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.SendAsync(HttpMethod.Get, $"/categories/{category.Id}")).Status);
    }

    [Fact]
    public async Task What_something_hangs_on_is_not_removed()
    {
        var parent = await CreatedAsync();
        var child = await CreatedAsync(parent.Id);
        Assert.Equal(HttpStatusCode.Conflict, (await staff.SendAsync(HttpMethod.Delete, $"/categories/{parent.Id}", version: parent.Version)).Status);
        var product = Staff.NewProduct(Staff.NewSku(), child.Id);
        Assert.Equal(HttpStatusCode.Created, (await staff.SendAsync(HttpMethod.Post, "/products", product)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await staff.SendAsync(HttpMethod.Delete, $"/categories/{child.Id}", version: child.Version)).Status);
    }

    [Fact]
    public async Task Siblings_stand_in_the_order_that_they_are_put_in()
    {
        var parent = await CreatedAsync();
        var (a, b, c) = (await CreatedAsync(parent.Id), await CreatedAsync(parent.Id), await CreatedAsync(parent.Id));
        Assert.Equal([a.Id, b.Id, c.Id], await ChildrenAsync(parent.Id));
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(c, parent.Id, 0)).Status);
        Assert.Equal([c.Id, a.Id, b.Id], await ChildrenAsync(parent.Id));
        // That others have closed up is no change of theirs.
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(a, parent.Id, 2)).Status);
        Assert.Equal([c.Id, b.Id, a.Id], await ChildrenAsync(parent.Id));
        var refused = await MoveAsync(b, parent.Id, 3);
        Assert.Equal((HttpStatusCode.Conflict, "position"), (refused.Status, refused.Fields.Single()));
    }

    [Fact]
    public async Task Nothing_goes_below_itself()
    {
        var parent = await CreatedAsync();
        var child = await CreatedAsync(parent.Id);
        foreach (var target in (Guid[])[parent.Id, child.Id])
        {
            var reply = await MoveAsync(parent, target, 0);
            Assert.Equal((HttpStatusCode.Conflict, "parentId"), (reply.Status, reply.Fields.Single()));
        }
        Assert.Equal(HttpStatusCode.Conflict, (await MoveAsync(parent, Guid.NewGuid(), 0)).Status);
    }

    [Fact]
    public async Task Two_moves_at_once_make_no_ring()
    {
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await CreatedAsync(), await CreatedAsync());
            var moves = await Task.WhenAll(MoveAsync(a, b.Id, 0), MoveAsync(b, a.Id, 0));
            Assert.Single(moves, move => move.Status == HttpStatusCode.OK);
            Assert.Single(moves, move => move.Status == HttpStatusCode.Conflict);
        }
    }

    [Fact]
    public async Task A_slug_is_taken_once_and_a_name_below_another_category_is_called_after_both()
    {
        var (first, second) = (await CreatedAsync(), await CreatedAsync());
        var name = $"Small {Guid.NewGuid():N}";
        var a = await CreatedAsync(first.Id, name);
        var b = await CreatedAsync(second.Id, name);
        Assert.Equal($"{second["slug"]}-{a["slug"]}", b["slug"]);
        var again = await staff.SendAsync(HttpMethod.Post, "/categories", Input(name, second.Id));
        Assert.Equal((HttpStatusCode.Conflict, "slug"), (again.Status, again.Fields.Single()));
    }

    [Theory]
    [InlineData("nameEn", "\"\"")]
    [InlineData("nameZh", "null")]
    [InlineData("slug", "\"-\"")]
    public async Task What_is_wrong_is_told_by_field(string field, string value)
    {
        var input = Input("Right");
        input[field] = JsonNode.Parse(value);
        var reply = await staff.SendAsync(HttpMethod.Post, "/categories", input);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains(field, reply.Fields);
    }
}
