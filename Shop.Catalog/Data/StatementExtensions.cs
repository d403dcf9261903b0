using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Shop.Catalog.Data;

static class StatementExtensions
{
    /// <summary>
    /// Reads the rows of a statement, over the context's connection and with its retries. For what is asked for most and what LINQ can't say;
    /// EF adds nothing to either but time.
    /// </summary>
    public static async Task<List<T>> ReadAsync<T>(this CatalogContext context, Statement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = statement.ToCommand();
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(
            (context, command, read),
            static async (_, state, cancel) =>
            {
                var rows = new List<T>();
                await state.context.Database.OpenConnectionAsync(cancel);
                try
                {
                    state.command.Connection = (NpgsqlConnection)state.context.Database.GetDbConnection();
                    await using var reader = await state.command.ExecuteReaderAsync(cancel);
                    while (await reader.ReadAsync(cancel))
                        rows.Add(state.read(reader));
                    return rows;
                }
                finally
                {
                    await state.context.Database.CloseConnectionAsync();
                }
            },
            null,
            cancellationToken);
    }
}
