using Drover.Lab.Results;
using Drover.LavaWeb.Results;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;
using Drover.Yaml;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>results.*</c>.</summary>
internal static class ResultMethods
{
    public static IEnumerable<RpcMethod> All { get; } =
    [
        RpcMethod.Of("results.get_testjob_results_yaml", "job_id", "results of a job as a YAML list", request => ResultExport.Yaml(Rows(request)), needsUser: true),
        RpcMethod.Of("results.get_testjob_results_csv", "job_id", "the same as CSV", request => ResultExport.Csv(Rows(request)), needsUser: true),
        RpcMethod.Of("results.get_testsuite_results_yaml", "job_id, suite_name, limit?, offset?", "results of a suite as a YAML list", request => ResultExport.Yaml(Page(request, Suite(request).Cases, 2)), needsUser: true),
        RpcMethod.Of("results.get_testsuite_results_csv", "job_id, suite_name, limit?, offset?", "the same as CSV", request => ResultExport.Csv(Page(request, Suite(request).Cases, 2)), needsUser: true),
        RpcMethod.Of("results.get_testsuite_results_count", "job_id, suite_name", "how many cases a suite has", request => (long)Suite(request).Cases.Length, needsUser: true),
        RpcMethod.Of("results.get_testcase_results_yaml", "job_id, suite_name, case_name", "results of a case as a YAML list", request => ResultExport.Yaml(Case(request)), needsUser: true),
        RpcMethod.Of("results.get_testcase_results_csv", "job_id, suite_name, case_name", "the same as CSV", request => ResultExport.Csv(Case(request)), needsUser: true),
        RpcMethod.Of("results.get_testjob_suites_list_yaml", "job_id, limit?, offset?", "suites of a job as a YAML list", SuitesYaml, needsUser: true),
        RpcMethod.Of("results.get_testjob_suites_list_csv", "job_id, limit?, offset?", "the same as CSV", SuitesCsv, needsUser: true),
        RpcMethod.Of("results.get_testjob_metadata", "job_id", "metadata of the definition, as strings", Metadata, needsUser: true),
    ];

    private static IReadOnlyList<TestResult> Rows(RpcRequest request)
    {
        using var moment = request.Session.Look();
        return [.. TestResult.Of(moment.Store, request.Session.Job(moment, request.JobId(0)).Id)];
    }

    private static ResultSuite Suite(RpcRequest request) => ResultSuite.Of(Rows(request)).FirstOrDefault(suite => suite.Name == request.Text(1))
        ?? throw new LabRefusedException(404, $"Job {request.JobId(0)} has no test suite '{request.Text(1)}'.");

    private static List<TestResult> Case(RpcRequest request) => Suite(request).Cases.Where(row => row.Case == request.Text(2)).ToList() is { Count: > 0 } found
        ? found
        : throw new LabRefusedException(404, $"Suite '{request.Text(1)}' of job {request.JobId(0)} has no test case '{request.Text(2)}'.");

    private static IEnumerable<T> Page<T>(RpcRequest request, IEnumerable<T> rows, int limit) =>
        rows.Skip((int)Math.Min(request.Number(limit + 1) ?? 0, int.MaxValue)).Take((int)Math.Min(request.Number(limit) ?? int.MaxValue, int.MaxValue));

    private static string SuitesYaml(RpcRequest request)
    {
        var rows = Rows(request);
        return YamlWriter.Block(new YamlList(Page(request, ResultSuite.Of(rows), 1).Select(suite => new YamlMap(
            [("id", YamlScalar.Of($"{suite.Id}")), ("job", YamlScalar.Of($"{rows[0].Job}")), ("name", YamlScalar.Of(suite.Name))]))));
    }

    private static string SuitesCsv(RpcRequest request)
    {
        var rows = Rows(request);
        return string.Concat(Page(request, ResultSuite.Of(rows), 1).Select(suite => $"\"{suite.Id}\",\"{rows[0].Job}\",\"{suite.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n").Prepend("\"id\",\"job\",\"name\"\r\n"));
    }

    private static object? Metadata(RpcRequest request) => JobMethods.Look(request, (moment, job) =>
        LabSession.Definition(moment, job.Id) is { Length: > 0 } text && YamlReader.Read(text, YamlRules.Safe) is YamlMap map && map.Find("metadata") is YamlMap metadata
            ? metadata.Select(entry => new RpcStruct(("name", entry.Key.Written), ("value", entry.Value is YamlScalar scalar ? scalar.Written : YamlWriter.Flow(entry.Value)))).ToList()
            : new List<RpcStruct>());
}
