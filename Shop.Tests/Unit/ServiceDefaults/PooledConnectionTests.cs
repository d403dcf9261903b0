using Npgsql;
using Shop.ServiceDefaults.Data;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class PooledConnectionTests
{
    [Fact]
    public void What_a_connection_string_leaves_open_is_decided()
    {
        var settings = new NpgsqlConnectionStringBuilder(PooledConnection.Configure("Host=db;Database=shop", connections: 7, statements: 20));

        Assert.Equal((7, 20, true), (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.NoResetOnClose));
        Assert.Equal(("db", "shop"), (settings.Host, settings.Database));
    }

    [Fact]
    public void What_it_says_itself_stays_by_whatever_name()
    {
        var settings = new NpgsqlConnectionStringBuilder(PooledConnection.Configure("Host=db;MaxPoolSize=100;Max Auto Prepare=0;No Reset On Close=false"));

        Assert.Equal((100, 0, false), (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.NoResetOnClose));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void None_stays_none(string? connectionString) => Assert.Equal(connectionString, PooledConnection.Configure(connectionString));
}
