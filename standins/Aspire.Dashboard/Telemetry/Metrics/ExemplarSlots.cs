namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// Of the measurements that name their trace the highest of each stretch of time: they come several with every export, again and again until
/// others take their place, and it is the slow ones that one wants to look at.
/// </summary>
internal sealed class ExemplarSlots
{
    const int Most = 72;
    static readonly TimeSpan Width = TimeSpan.FromSeconds(5);

    /// <summary>By their time, one for each slot.</summary>
    readonly List<MetricExemplar> _kept = [];

    public IReadOnlyList<MetricExemplar> All => _kept;

    public long Bytes => _kept.Count * 72;

    public void Add(MetricExemplar exemplar)
    {
        var slot = SlotOf(exemplar);
        var at = _kept.Count;
        while (at > 0 && SlotOf(_kept[at - 1]) >= slot)
            at--;
        if (at < _kept.Count && SlotOf(_kept[at]) == slot)
        {
            if (exemplar.Value > _kept[at].Value)
                _kept[at] = exemplar;
            return;
        }

        if (_kept.Count == Most)
        {
            // From before all that is kept: it has been here, and went.
            if (at == 0)
                return;
            _kept.RemoveAt(0);
            at--;
        }

        _kept.Insert(at, exemplar);
    }

    public void Halve() => _kept.RemoveRange(0, _kept.Count / 2);

    static long SlotOf(MetricExemplar exemplar) => exemplar.Time.Ticks / Width.Ticks;
}
