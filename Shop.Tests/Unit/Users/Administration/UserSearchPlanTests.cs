using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Shop.Tests.Servers;
using Shop.Users.Administration;
using Shop.Users.Data;
using Xunit;

namespace Shop.Tests.Unit.Users.Administration;

public sealed class UserSearchPlanTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_are_found_by_the_indexes_of_address_and_name()
    {
        var database = await postgres.CreateDatabaseAsync();
        var watcher = new Watcher();
        await using var context = new UsersContext(new DbContextOptionsBuilder<UsersContext>().UseNpgsql(database).AddInterceptors(watcher).Options);
        await context.Database.MigrateAsync(Cancellation);
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into users.users (id, display_name, language, email, normalized_email, user_name, normalized_user_name, email_confirmed, phone_number_confirmed,
                two_factor_enabled, lockout_enabled, access_failed_count, created_at, updated_at)
            select gen_random_uuid(), 'Person ' || md5(i::text), 'en', md5(i || 'm') || '@example.com', upper(md5(i || 'm')) || '@EXAMPLE.COM', i::text, i::text, true, false, false, true, 0, now(), now()
            from generate_series(1, 20000) i;
            analyze users.users;
            """, Cancellation);

        var found = await new UserQueries(context, TimeProvider.System).ListAsync("PERSON 00a", null, 20, Cancellation);

        Assert.NotEmpty(found.Items);
        Assert.All(found.Items, static user => Assert.StartsWith("Person 00a", user.DisplayName, StringComparison.Ordinal));
        var plan = await ExplainAsync(database, watcher);
        Assert.Contains("ix_users_normalized_email", plan, StringComparison.Ordinal);
        Assert.Contains("ix_users_search_name", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on users ", plan, StringComparison.Ordinal);
    }

    private static async Task<string> ExplainAsync(string database, Watcher query)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var explain = new NpgsqlCommand("explain " + query.Text, connection);
        explain.Parameters.AddRange(query.Parameters);
        await using var reader = await explain.ExecuteReaderAsync(Cancellation);
        var plan = new StringBuilder();
        while (await reader.ReadAsync(Cancellation))
            plan.AppendLine(reader.GetString(0));
        return plan.ToString();
    }

    /// <summary>Keeps the last query, to be explained.</summary>
    private sealed class Watcher : DbCommandInterceptor
    {
        public string Text { get; private set; } = "";

        public NpgsqlParameter[] Parameters { get; private set; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            (Text, Parameters) = (command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(static parameter => parameter.Clone())]);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
