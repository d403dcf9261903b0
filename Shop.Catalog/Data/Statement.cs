using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace Shop.Catalog.Data;

/// <summary>
/// SQL put together from pieces. What stands in braces becomes a parameter and never text, so that nothing a client sends can be taken for
/// SQL: <c>statement.Append($"p.price &lt; {price}")</c>.
/// </summary>
sealed class Statement
{
    readonly StringBuilder text = new(512);
    readonly List<NpgsqlParameter> parameters = [];

    public Statement Append(string sql)
    {
        text.Append(sql);
        return this;
    }

    /// <summary>The handler has written it before it gets here.</summary>
    public Statement Append([InterpolatedStringHandlerArgument("")] PieceHandler piece) => this;

    public Statement AppendParameter<T>(T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        text.Append('$').Append(parameters.Count);
        return this;
    }

    public NpgsqlCommand ToCommand()
    {
        var command = new NpgsqlCommand(text.ToString());
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    [InterpolatedStringHandler]
    public readonly ref struct PieceHandler
    {
        readonly Statement statement;

        public PieceHandler(int literalLength, int formattedCount, Statement statement) => this.statement = statement;

        public void AppendLiteral(string sql) => statement.Append(sql);

        public void AppendFormatted<T>(T value) => statement.AppendParameter(value);
    }
}
