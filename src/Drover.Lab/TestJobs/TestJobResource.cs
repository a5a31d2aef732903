using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.TestJobs;

/// <summary>All test jobs: those that are not over are in memory, the others in the store. Newer ids are not always over later, so both are merged.</summary>
internal static class TestJobResource
{
    public static Resource Build() => Resource.Of<TestJob>("test-job", "Test jobs")
        .KeyedBy("id", job => job.Id)
        .Rows(context => TestJobLookup.OldestFirst(context.State, context.Store), inKeyOrder: true)
        .RowsAfter((context, after) => TestJobLookup.OldestFirst(context.State, context.Store, after.Number))
        .RowsBefore((context, before) => TestJobLookup.NewestFirst(context.State, context.Store, before?.Number))
        .FindById((context, id) => TestJobLookup.Find(context.State, context.Store, id))
        .OwnedBy(job => job.Submitter)
        .VisibleTo(Visibility.Everyone)
        .Field("id", "ID", FieldKind.Number, "Id of the job, and of the test job on every wire", job => job.Id, isDefault: true)
        .VisibleTo(Visibility.Owner)
        .Field("name", "Name", FieldKind.Text, "Name of the job, from its definition", job => job.Name, isDefault: true)
        .VisibleTo(Visibility.Everyone)
        .Field("state", "State", FieldKind.Text, "Submitted, Scheduled, Running, Canceling or Finished", job => job.State.ToString(), isDefault: true)
        .Field("health", "Health", FieldKind.Text, "How it ended: Complete, Incomplete, Canceled, or Unknown before", job => job.Health.ToString(), isDefault: true)
        .Field("device_type", "Type", FieldKind.Text, "The device type that it asks for", job => job.DeviceType, isDefault: true)
        .Field("device", "Device", FieldKind.Text, "The device that it has or had", job => job.Device.OrUnavailable(), isDefault: true)
        .Field("worker", "Worker", FieldKind.Text, "The worker of that device", job => job.Worker.OrUnavailable())
        .Field("submitter", "Submitter", FieldKind.Text, "Who submitted it", job => job.Submitter.ToString(), isDefault: true)
        .Field("priority", "Priority", FieldKind.Number, "From 0 to 100, the highest first", job => (long)job.Priority)
        .Field("health_check", "HealthCheck", FieldKind.Bool, "Whether it is a health check", job => job.HealthCheck)
        .Field("sub_id", "SubID", FieldKind.Text, "Its number in its group: id of the first member, a dot, a number from 0 on", job => job.SubId.OrUnavailable())
        .Field("role", "Role", FieldKind.Text, "Its role in its group", job => job.Role.OrUnavailable())
        .Field("group", "Group", FieldKind.Text, "The group that it is a member of", job => job.Group.OrUnavailable())
        .Field("submitted", "Submitted", FieldKind.Timestamp, "When it was submitted", job => FieldValue.Seconds(job.Submitted))
        .Field("queue_ends", "QueueEnds", FieldKind.Timestamp, "When it is canceled unless it has a device by then", job => job.QueueEnds.OrUnavailable())
        .Field("started", "Started", FieldKind.Timestamp, "When its worker began it", job => job.Started.OrUnavailable())
        .Field("ended", "Ended", FieldKind.Timestamp, "When it ended", job => job.Ended.OrUnavailable())
        .VisibleTo(Visibility.Owner)
        .Field("tags", "Tags", FieldKind.Other, "What the device must offer", job => FieldValue.Of([.. job.Tags]))
        .Field("visibility", "Visibility", FieldKind.Text, "Who may see it", job => job.Visibility)
        .Field("error_type", "ErrorType", FieldKind.Text, "Type of the error that ended it", job => job.ErrorType)
        .Field("comment", "Comment", FieldKind.Text, "Why it did not complete", job => job.Comment)
        .Build();
}
