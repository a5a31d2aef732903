using System.Collections.Immutable;
using Drover.Kernel.Tables;
using Drover.Lab.Results;

namespace Drover.LavaWeb.Results;

/// <summary>A test suite of a job with its cases, in the order in which they came.</summary>
/// <param name="Id">Made of its first case.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cases">Its cases.</param>
internal sealed record ResultSuite(long Id, string Name, ImmutableArray<TestResult> Cases)
{
    /// <summary>The suites of a job, in the order in which they began.</summary>
    public static ImmutableArray<ResultSuite> Of(ITableReader store, long job) => Of(TestResult.Of(store, job));

    public static ImmutableArray<ResultSuite> Of(IEnumerable<TestResult> rows) =>
        [.. rows.GroupBy(row => row.Suite, StringComparer.Ordinal).Select(suite => new ResultSuite(ResultIds.Of(suite.First()), suite.Key, [.. suite]))];
}
