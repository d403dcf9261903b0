using Microsoft.Playwright;

namespace Shop.Tests.EndToEnd;

/// <summary>Pictures of pages for people to look at, where the variable SHOP_PHOTOGRAPHS names a folder.</summary>
static class Photographs
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("SHOP_PHOTOGRAPHS");

    public static async Task TakeAsync(IPage page, string name)
    {
        if (s_folder is null)
            return;
        // Of the whole page, whose pictures would else wait until they are scrolled to.
        await page.EvaluateAsync(
            """
            () => Promise.all([...document.images].map(image => {
              image.loading = "eager";
              return image.decode().catch(() => {});
            }))
            """);
        await page.ScreenshotAsync(new() { Path = Path.Combine(s_folder, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}
