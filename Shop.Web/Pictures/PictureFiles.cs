namespace Shop.Web.Pictures;

/// <summary>The pictures that somebody has chosen in a form, in its field of this name.</summary>
static class PictureFiles
{
    public const string Field = "pictures";

    /// <summary>Sends them one after the other, no more than are taken.</summary>
    /// <param name="files">Of the form.</param>
    /// <param name="most">So many are taken.</param>
    /// <param name="send">Tells whether it was.</param>
    /// <returns>Whether all were taken.</returns>
    public static async Task<bool> SendAsync(this IFormFileCollection files, int most, Func<Stream, Task<bool>> send)
    {
        // A browser sends a part without content where nothing was chosen.
        var chosen = files.GetFiles(Field).Where(static file => file.Length > 0).ToList();
        var areTaken = chosen.Count <= most;
        foreach (var file in chosen.Take(most))
        {
            await using var content = file.OpenReadStream();
            areTaken &= await send(content);
        }
        return areTaken;
    }
}
