using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Shop.Tests.Unit.Messaging;

/// <summary>Puts messages on the real broker, as another service's forwarder would.</summary>
static class BrokerMessage
{
    public static async Task PutAsync(NpgsqlConnection broker, string queue, string name, Guid id, string body, CancellationToken cancellationToken, int failures = 0)
    {
        var headers = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["rbs2-msg-id"] = id.ToString(),
            ["rbs2-msg-type"] = name,
            ["rbs2-content-type"] = "application/json;charset=utf-8",
            ["shop-failures"] = failures.ToString(CultureInfo.InvariantCulture),
        });
        await using var command = new NpgsqlCommand(
            "insert into messages (recipient, priority, expiration, visible, headers, body) values ($1, 0, now() + interval '1 year', now(), $2, $3)", broker)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = queue },
                new NpgsqlParameter<byte[]> { TypedValue = headers },
                new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes(body) },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
