using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;
using CsCheck;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed class ResourceTreeTests
{
    static readonly ResourceFilter All = new();

    static readonly ResourceView[] Shop =
    [
        View("web"),
        View("catalog"), View("catalog-aaaa", "catalog", "catalog"), View("catalog-bbbb", "catalog", "catalog"),
        View("postgres") with { Type = "PostgreSQL" }, View("catalogdb", "catalogdb", "postgres") with { Type = "Database" },
        View("secret") with { IsHidden = true },
    ];

    [Fact]
    public void Replicas_and_children_stand_under_their_parents()
    {
        var rows = ResourceTree.Build(Shop, All, new HashSet<string>());
        Assert.Equal(
            ["0 catalog", "1 catalog-aaaa", "1 catalog-bbbb", "0 postgres", "1 catalogdb", "0 web"],
            rows.Select(r => $"{r.Depth} {r.View.Id}"));
        Assert.Equal(["catalog-aaaa", "catalog-bbbb"], rows.Where(r => r.IsReplica).Select(r => r.View.Id));
    }

    [Fact]
    public void A_collapsed_parent_says_how_many_it_hides()
    {
        var rows = ResourceTree.Build(Shop, All, new HashSet<string> { "catalog" });
        Assert.Equal(["catalog", "postgres", "catalogdb", "web"], rows.Select(r => r.View.Id));
        Assert.Equal((2, true), (rows[0].Children, rows[0].IsCollapsed));
    }

    [Fact]
    public void A_filter_keeps_the_parent_of_what_it_finds_and_opens_it()
    {
        var rows = ResourceTree.Build(Shop, All with { Text = "BBBB" }, new HashSet<string> { "catalog" });
        Assert.Equal(["catalog", "catalog-bbbb"], rows.Select(r => r.View.Id));
    }

    [Fact]
    public void Filters_narrow_together()
    {
        var exited = View("orders") with { State = "Exited", Source = "Shop.Orders.csproj" };
        ResourceView[] resources = [.. Shop, exited];
        string[] Found(ResourceFilter filter) => [.. ResourceTree.Build(resources, filter, new HashSet<string>()).Select(r => r.View.Id)];

        Assert.Equal(["orders"], Found(All with { States = ["Exited"] }));
        Assert.Equal(["postgres"], Found(All with { Types = ["PostgreSQL"] }));
        Assert.Equal(["orders"], Found(All with { Text = "shop csproj" }));
        Assert.Empty(Found(All with { Text = "shop", States = ["Running"] }));
        Assert.Empty(Found(All with { Healths = ["Healthy"] }));
    }

    [Fact]
    public void Whatever_the_parents_are_each_resource_stands_there_once()
    {
        var ids = Gen.Int[0, 7].Select(i => $"r{i}");
        var view = Gen.Select(ids, ids.Null(), (id, parent) => View(id, id, parent));
        view.Array[0, 12].Sample(views =>
        {
            var resources = views.DistinctBy(v => v.Id).ToArray();
            var rows = ResourceTree.Build(resources, All, new HashSet<string>());
            Assert.Equal(resources.Select(r => r.Id).Order(), rows.Select(r => r.View.Id).Order());
        });
    }

    [Fact]
    public void References_are_known_both_ways_and_replicas_are_one()
    {
        ResourceView[] resources =
        [
            View("web") with { Relationships = [new("catalog", "Reference"), new("catalog", "WaitFor"), new("gone", "Reference")] },
            .. Shop.Where(r => r.Name == "catalog").Select(r => r with { Relationships = [new("catalogdb", "Reference")] }),
            View("catalogdb"),
        ];
        Assert.Equal([new ResourceLink("catalog", "catalog", "Reference, WaitFor"), new ResourceLink(null, "gone", "Reference")], ResourceLinks.From(resources[0], resources));
        Assert.Equal([new ResourceLink("catalog", "catalog", "Reference")], ResourceLinks.To(resources[^1], resources));
    }

    [Theory]
    [InlineData("Running", "Healthy", null, "success")]
    [InlineData("Running", "Unhealthy", null, "error")]
    [InlineData("Running", "Degraded", null, "warning")]
    [InlineData("Finished", null, 0, "quiet")]
    [InlineData("Exited", null, 134, "error")]
    [InlineData("FailedToStart", null, null, "error")]
    [InlineData(null, null, null, "quiet")]
    public void A_state_has_the_colour_of_what_it_means(string? state, string? health, int? exitCode, string tone) =>
        Assert.Equal(tone, ResourceTone.Of(View("a") with { State = state, Health = health, ExitCode = exitCode }));

    static ResourceView View(string id, string? name = null, string? parent = null) =>
        new() { Id = id, Name = name ?? id, DisplayName = id, Type = "Project", State = "Running", ParentId = parent };
}
