using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Shop.ServiceDefaults.Messaging;
using Xunit;

namespace Shop.Tests.Unit.Messaging;

/// <summary>
/// Holds the writer and the readers of each message together, who know nothing of each other's code: the files in Contracts say how it looks
/// on the wire. A service that publishes a message must write just that, and one that reads it must find there all that it asks for.
/// </summary>
public sealed class MessageContractTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Unit", "Messaging", "Contracts");

    private static readonly MessageTopology s_topology = new(new ConfigurationBuilder().Build());

    /// <summary>The records of all services that these tests know, with the queue of the service.</summary>
    private static readonly (string Name, Type Type, string Queue)[] s_records = [.. Directory.GetFiles(AppContext.BaseDirectory, "Shop.*.dll")
        .Select(static file => Path.GetFileNameWithoutExtension(file))
        .Where(static name => name is not ("Shop.Tests" or "Shop.AppHost" or "Shop.ServiceDefaults"))
        .SelectMany(static name => Assembly.Load(name).GetTypes().Where(static type => type.IsDefined(typeof(MessageAttribute)))
            .Select(type => (MessageAttribute.NameOf(type), type, name["Shop.".Length..].ToLowerInvariant())))];

    public static TheoryData<string> Messages => [.. s_topology.Messages.Order()];

    [Fact]
    public void Every_message_has_a_contract_and_every_contract_and_record_a_message()
    {
        Assert.Equal(s_topology.Messages.Order(), Directory.GetFiles(s_folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order());
        Assert.All(s_records, static record => Assert.Contains(record.Name, s_topology.Messages));
        Assert.NotEmpty(s_records);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Writers_write_just_what_the_contract_says(string message)
    {
        var contract = Read(message);
        foreach (var (_, type, _) in s_records.Where(record => record.Name == message && !s_topology.SubscribersOf(message).Contains(record.Queue)))
        {
            var written = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(contract, type, MessageJson.Options), type, MessageJson.Options);
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(contract).RootElement, written), $"{type} writes\n{written}\nand not\n{contract}");
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Readers_find_all_that_they_ask_for_and_pass_over_the_rest(string message)
    {
        var sent = JsonNode.Parse(Read(message))!.AsObject();
        sent["addedLater"] = JsonNode.Parse("""{ "by": "a newer writer" }""");
        foreach (var (_, type, _) in s_records.Where(record => record.Name == message && s_topology.SubscribersOf(message).Contains(record.Queue)))
        {
            var read = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(sent, type, MessageJson.Options), type, MessageJson.Options);
            Assert.True(IsWithin(read, sent), $"{type} reads\n{read}\nof\n{sent}");
        }
    }

    /// <summary>Whether all that was read stands in what was sent, under the same name and with the same value.</summary>
    private static bool IsWithin(JsonNode? read, JsonNode? sent) => (read, sent) switch
    {
        (JsonObject r, JsonObject s) => r.All(property => s.ContainsKey(property.Key) && IsWithin(property.Value, s[property.Key])),
        (JsonArray r, JsonArray s) => r.Count == s.Count && r.Zip(s).All(static pair => IsWithin(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(read, sent),
    };

    private static string Read(string message) => File.ReadAllText(Path.Combine(s_folder, $"{message}.json"));
}
