using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Model;

public sealed class BuilderTests
{
    [Fact]
    public void Two_resources_of_one_name_are_refused()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddRedis("cache");

        Assert.Contains("'CACHE'", Assert.Throws<DistributedApplicationException>(() => builder.AddRedis("CACHE")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a--b")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("über")]
    public void A_name_that_can_be_no_host_name_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => TestApplication.CreateBuilder().AddRedis(name));

    [Fact]
    public void Waiting_for_a_database_waits_for_its_server_too()
    {
        var builder = TestApplication.CreateBuilder();
        var database = builder.AddPostgres("postgres").AddDatabase("db");
        var service = builder.AddExecutable("service", "sleep", ".").WaitFor(database);

        Assert.Equal(["postgres", "db"], service.Resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource.Name));
    }

    [Fact]
    public void A_missing_parameter_says_how_to_give_it()
    {
        var parameter = TestApplication.CreateBuilder().AddParameter("api-key", secret: true);

        var message = Assert.Throws<DistributedApplicationException>(() => parameter.Resource.Value).Message;

        Assert.Contains("dotnet user-secrets set Parameters:api-key", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_gives_a_parameter_before_its_default() =>
        Assert.Equal("given", TestApplication.CreateBuilder("--Parameters:size=given").AddParameter("size", "default").Resource.Value);

    [Theory]
    [InlineData("--frobnicate")]
    [InlineData("--frobnicate", "1")]
    [InlineData("extra")]
    [InlineData("--publisher")]
    [InlineData("--output-path", "--publisher", "manifest")]
    public void An_argument_that_nobody_understands_is_named(params string[] args) =>
        Assert.Contains($"'{args[0]}'", AppHostArguments.FindError(args), StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData("--publisher", "manifest", "--output-path", "x")]
    [InlineData("--operation", "publish", "--publisher=manifest")]
    [InlineData("--environment", "Production")]
    [InlineData("--Parameters:admin-email=a@b.c", "--Catalog:Seed:Products", "100")]
    public void A_known_argument_is_taken(params string[] args) => Assert.Null(AppHostArguments.FindError(args));
}
