using System.Globalization;
using System.Runtime.InteropServices;

namespace Drover.Kernel.Queries;

/// <summary>One query on its way: collect, probe, order, cut the page, read the cells.</summary>
internal sealed class QueryRun<TRow> where TRow : notnull
{
    private readonly Resource<TRow> _resource;
    private readonly ResourceParts<TRow> _parts;
    private readonly QueryContext _context;
    private readonly QueryRequest _request;
    private readonly FieldDefinition[] _definitions;
    private readonly Field<TRow>?[] _columns;
    private readonly Field<TRow>[] _sort;
    private readonly RowKey? _after;
    private readonly bool _isBackwards, _needsColumns, _needsFilter, _needsSort;
    private readonly Func<QueryContext, TRow, bool>? _filter, _firstFilter;
    private readonly List<FieldValue>? _names;
    private List<Entry> _entries = [];
    private bool _isProbed;

    public QueryRun(QueryPlan<TRow> plan, QueryContext context)
    {
        (_resource, _parts, _context, _request) = (plan.Resource, plan.Resource.Parts, context, plan.Request);
        (_definitions, _columns, _sort, _after, _isBackwards) = (plan.Definitions, plan.Columns, plan.Sort, plan.After, plan.IsBackwards);
        (_needsColumns, _needsFilter, _needsSort) = (plan.NeedsColumns, plan.NeedsFilter, plan.NeedsSort);
        (_filter, _firstFilter, _names) = (plan.Filter, plan.FirstFilter, plan.Names);
    }

    private bool IsPaged => _request.Limit is not null || _after is not null;

    // In either direction.
    private bool InKeyOrder => _sort.Length == 0 && _names is null;

    public async ValueTask<QueryResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (_names is null) CollectAll();
        else CollectNamed();

        if (_needsFilter || _needsSort) await ProbeAsync(cancellationToken);
        if (_needsFilter) _entries.RemoveAll(e => !e.IsMissing && !IsAnchor(e) && !_filter!(_context, e.Row));
        if (_sort.Length > 0) SortByFields();
        else if (_names is null && !_isBackwards && !_parts.RowsInKeyOrder) _entries.Sort((a, b) => a.Key.CompareTo(b.Key));

        if (!InKeyOrder && _after is not null) DropThroughAnchor();
        string? next = null;
        if (_request.Limit is { } limit && _entries.Count > limit)
        {
            _entries.RemoveRange(limit, _entries.Count - limit);
            next = _entries[^1].Key.ToString();
        }
        if (_needsColumns && !_isProbed) await ProbeAsync(cancellationToken);
        return new(_definitions, ReadCells(), next);
    }

    private void CollectAll()
    {
        var index = _parts.IndexField is { } field ? IndexRestriction.Of(_request.Filter, field) : null;
        var seeks = _isBackwards || (InKeyOrder && _after is not null && (index ?? (object?)_parts.RowsAfter) is not null);
        var rows = index is not null ? _parts.RowsOf!(_context, index, InKeyOrder ? _after : null, _isBackwards)
            : _isBackwards ? _parts.RowsBefore!(_context, _after)
            : seeks ? _parts.RowsAfter!(_context, _after!.Value)
            : _parts.Rows!(_context);
        // One row more than the page holds tells whether there is a next page.
        var enough = InKeyOrder && !_needsFilter && (seeks || _parts.RowsInKeyOrder) && _request.Limit is { } limit ? limit + 1L : long.MaxValue;
        if (_filter is null && rows.TryGetNonEnumeratedCount(out var count)) _entries.EnsureCapacity((int)Math.Min(count, enough));
        foreach (var row in rows)
        {
            _context.LookAt(1);
            var entry = new Entry(row, _parts.Key!(row));
            if (InKeyOrder && !_isBackwards && _after is { } after && entry.Key <= after) continue;
            if (_firstFilter is not null && !_firstFilter(_context, row) && !IsAnchor(entry)) continue;
            _entries.Add(entry);
            if (_entries.Count >= enough) return;
        }
    }

    private void CollectNamed()
    {
        // Pages need every row once; otherwise it is a matter of rules, and jobs are never repeated.
        _context.LookAt(_names!.Count);
        var seen = IsPaged || _parts.KeyIsNumber || _request.Rules.NamedRowsOnce ? new HashSet<RowKey>() : null;
        foreach (var value in _names)
        {
            var wanted = KeyOf(value);
            var found = _parts.Find!(_context, wanted);
            if (!found.IsFound && _parts.NotFound is not null) throw NameNotFound(wanted);
            var entry = found.IsFound ? new Entry(found.Row, _parts.Key!(found.Row)) : Entry.Missing(wanted);
            if (seen?.Add(entry.Key) == false) continue;
            // A row that has the very key asked for need not be held against all the other names.
            if (entry.IsMissing || entry.Key == wanted || IsAnchor(entry) || _firstFilter!(_context, entry.Row)) _entries.Add(entry);
        }
    }

    // The row after which a sorted page begins takes part in the sorting, whether the filter (still) likes it or not.
    private bool IsAnchor(in Entry entry) => _after is { } after && !InKeyOrder && entry.Key == after;

    private void DropThroughAnchor()
    {
        var anchor = _entries.FindIndex(e => IsAnchor(e));
        if (anchor < 0)
            throw new QueryException("QUERY_PAGE_GONE", $"Row '{_request.After}', after which the page should begin, is gone",
                "Begin again with the first page, or page in the order of the keys.");
        _entries.RemoveRange(0, anchor + 1);
    }

    private async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        _isProbed = true;
        _context.TakeTime();
        var rows = new List<TRow>(_entries.Count);
        foreach (var entry in _entries)
            if (!entry.IsMissing) rows.Add(entry.Row);
        if (rows.Count == 0) return;
        await _parts.Probe!(_context, rows, cancellationToken);
        var next = 0;
        foreach (ref var entry in CollectionsMarshal.AsSpan(_entries))
            if (!entry.IsMissing) entry = entry with { Row = rows[next++] };
    }

    private void SortByFields()
    {
        var order = new (FieldValue[] Cells, Entry Entry)[_entries.Count];
        for (var i = 0; i < order.Length; i++)
        {
            var cells = new FieldValue[_sort.Length];
            for (var k = 0; k < cells.Length; k++) cells[k] = ReadCell(_sort[k], _entries[i]);
            order[i] = (cells, _entries[i]);
        }
        Array.Sort(order, (a, b) =>
        {
            for (var k = 0; k < _sort.Length; k++)
            {
                var result = FieldValue.Compare(a.Cells[k], b.Cells[k]);
                // Cells without a value come last in either direction.
                var turns = _request.Sort[k].Descending && a.Cells[k].Status == b.Cells[k].Status;
                if (result != 0) return turns ? -result : result;
            }
            return a.Entry.Key.CompareTo(b.Entry.Key);
        });
        _entries = [.. order.Select(o => o.Entry)];
    }

    private FieldValue[][] ReadCells()
    {
        _parts.Fetch?.Invoke(_context, [.. _entries.Where(e => !e.IsMissing).Select(e => e.Row)], _definitions);
        var rows = new FieldValue[_entries.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            var entry = _entries[i];
            var cells = new FieldValue[_columns.Length];
            for (var k = 0; k < cells.Length; k++) cells[k] = ReadCell(_columns[k], entry);
            rows[i] = cells;
        }
        return rows;
    }

    private FieldValue ReadCell(Field<TRow>? field, in Entry entry)
    {
        if (field is null) return FieldValue.Unknown;
        if (!entry.IsMissing) return field.Read(_context, entry.Row);
        return field.Definition.Name == _resource.NameField ? entry.Key.Number : FieldValue.Unavailable;
    }

    private RowKey KeyOf(FieldValue value)
    {
        if (!_parts.KeyIsNumber) return new(value.Shape == ValueShape.Text ? value.Text : value.ToString());
        var id = CellTests.JobId(value);
        return id.Shape == ValueShape.Integer ? new(id.Integer) : throw new QueryException("FILTER_JOB_ID",
            $"Invalid types in comparison, trying to compare a number with '{FilterValueWords.Show(value)}'", "Ids are whole numbers.") { Value = value };
    }

    private QueryException NameNotFound(RowKey name) => new("NAME_UNKNOWN", string.Format(CultureInfo.InvariantCulture, _parts.NotFound!, name));

    private readonly record struct Entry(TRow Row, RowKey Key, bool IsMissing = false)
    {
        public static Entry Missing(RowKey key) => new(default!, key, IsMissing: true);
    }
}
