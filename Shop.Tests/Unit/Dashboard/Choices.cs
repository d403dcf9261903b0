using Microsoft.Playwright;

namespace Shop.Tests.Unit.Dashboard;

/// <summary>Choosing as a person does it: the list is opened, and one of it clicked.</summary>
static class Choices
{
    public static async Task ChooseAsync(this IPage page, string label, string text)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true }).ClickAsync();
        await page.Locator("fluent-option:visible").GetByText(text, new() { Exact = true }).ClickAsync();
    }
}
