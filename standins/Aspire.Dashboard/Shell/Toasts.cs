namespace Aspire.Dashboard.Shell;

/// <summary>Short messages about what just happened, for one browser tab.</summary>
internal sealed class Toasts
{
    const int Most = 4;

    readonly List<Toast> _shown = [];
    int _last;

    public event Action? Changed;

    public IReadOnlyList<Toast> Shown => _shown;

    public void Show(string title, string? message, bool isError)
    {
        if (_shown.Count == Most)
            _shown.RemoveAt(0);
        _shown.Add(new Toast(++_last, title, message, isError));
        Changed?.Invoke();
    }

    public void Close(int id)
    {
        if (_shown.RemoveAll(t => t.Id == id) > 0)
            Changed?.Invoke();
    }
}

/// <param name="Id">Unique in its tab.</param>
/// <param name="Title">What was done.</param>
/// <param name="Message">What came of it.</param>
/// <param name="IsError">Stays until closed.</param>
internal sealed record Toast(int Id, string Title, string? Message, bool IsError);
