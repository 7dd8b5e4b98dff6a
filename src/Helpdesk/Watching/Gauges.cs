using System.Diagnostics.Metrics;

namespace Helpdesk.Watching;

/// <summary>The gauges of the meter <c>Helpdesk</c>, one line each: what a dashboard can show and an alert can watch.</summary>
static class Gauges
{
    public static void Add(Meter meter, Readings readings)
    {
        Gauge("helpdesk.database.up", "database up", null, null, "1 while the database answers.");
        Gauge("helpdesk.database.size", "database size", "By", null, "Bytes the database takes.");
        Gauge("helpdesk.database.connections", "connections", null, null, "Open connections to the database, of all processes.");
        Gauge("helpdesk.disk.free", "disk free", "By", null, "Free bytes where the data folder lies.");
        Gauge("helpdesk.messages", "messages", null, "standing", "Mail received, by why it is counted or not.");
        Gauge("helpdesk.doubtful", "doubtful", null, null, "Counted messages whose category is doubtful and that nobody has looked at.");
        Gauge("helpdesk.parked", "parked", null, null, "Mail that could not be read.");
        Gauge("helpdesk.unfetched", "unfetched", null, null, "Mail the servers list and do not hand out yet.");
        Gauge("helpdesk.mailbox.lag", "mailbox lag", "s", "mailbox", "Seconds since the last complete poll of the mailbox.");
        Gauge("helpdesk.mailbox.failures", "mailbox failures", null, "mailbox", "Failed polls of the mailbox in a row.");
        Gauge("helpdesk.alerts", "alerts", null, null, "Alerts that stand.");
        Gauge("helpdesk.jobs", "jobs", null, "state", "Jobs by state; failed ones wait for an administrator on /jobs.");
        Gauge("helpdesk.workers", "workers", null, null, "Workers that have given a sign of life lately.");

        void Gauge(string name, string of, string? unit, string? label, string description) =>
            meter.CreateObservableGauge(name, () => readings.Now().Where(r => r.Gauge == of).Select(r =>
                label is null ? new Measurement<double>(r.Value) : new Measurement<double>(r.Value, new KeyValuePair<string, object?>(label, r.Label))), unit, description);
    }
}
