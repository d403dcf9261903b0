using Microsoft.Extensions.DependencyInjection;
using Rebus.Handlers;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Unit.Messaging;

/// <summary>Hands messages to their handler without a broker, all at once where it takes them so.</summary>
static class Handlers
{
    public static async Task HandleAsync<TMessage>(IServiceProvider scope, params TMessage[] messages)
        where TMessage : class
    {
        if (scope.GetService<IHandleBatches<TMessage>>() is { } together)
            await together.HandleAsync([.. messages.Select(static message => new Gathered<TMessage>(message, null))]);
        else
            foreach (var message in messages)
                await scope.GetRequiredService<IHandleMessages<TMessage>>().Handle(message);
    }
}
