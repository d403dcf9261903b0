using System.Globalization;
using Npgsql;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging.PostgreSql;

/// <summary>Hears from PostgreSQL that the queue has got a message, on a connection of its own.</summary>
internal sealed class QueueListener(string connectionString, string queue, QueueSignal signal, MessagingState state, TimeProvider time)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Without its word messages come later, and that is all.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                state.Failed(MessagingPart.Listening, DatabaseFailure.Describe(exception));
            }
            finally
            {
                signal.Listening = false;
            }
            await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        // A connection that died in silence is noticed by the keepalive; one that listens is not for the pool.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { KeepAlive = 30, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Notification += (_, word) => signal.Raise(int.TryParse(word.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) ? messages : 1);
        await connection.OpenAsync(stoppingToken);
        await using (var listen = new NpgsqlCommand($"listen \"{QueueAnnouncer.ChannelOf(queue)}\"", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        signal.Listening = true;
        state.Works(MessagingPart.Listening);
        // What came before the ear was there.
        signal.Raise(1);
        while (true)
            await connection.WaitAsync(stoppingToken);
    }
}
