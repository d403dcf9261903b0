using System.Text.Json;
using Shop.ServiceDefaults.Messaging;
using Xunit;

namespace Shop.Tests.Unit.Messaging;

/// <summary>The error queue shows bodies to staff, but not what opens something.</summary>
public sealed class ErrorQueueSecretsTests
{
    [Fact]
    public void A_payment_token_is_not_shown_and_all_else_is()
    {
        var body = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Unit", "Messaging", "Contracts", "shop.checkout-accepted.v1.json"));
        var shown = ErrorQueue.WithoutSecrets(body);
        Assert.DoesNotContain("tok_visa_4242", shown, StringComparison.Ordinal);
        Assert.Equal("***", JsonDocument.Parse(shown).RootElement.GetProperty("paymentToken").GetString());
        Assert.Equal(body.Replace("tok_visa_4242", "***", StringComparison.Ordinal), shown);
    }

    [Theory]
    [InlineData("""{"paymentToken": "tok_\"quoted\"_4242", "x": 1}""")]
    [InlineData("""{ "PAYMENTTOKEN" : "tok_4242""")]
    [InlineData("""{"payment":{"clientSecret":"tok_4242"}} and no JSON""")]
    [InlineData("""{"password":"tok_4242"}""")]
    public void Nor_is_it_where_the_body_is_no_JSON(string body) => Assert.DoesNotContain("4242", ErrorQueue.WithoutSecrets(body), StringComparison.Ordinal);
}
