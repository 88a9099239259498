{{- define "partition-tools.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end }}

{{- define "partition-tools.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "partition-tools.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "partition-tools.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "partition-tools.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "partition-tools.fullname" .) .Values.serviceAccount.name }}{{ else }}{{ default "default" .Values.serviceAccount.name }}{{ end }}
{{- end }}

{{/* A CronJob. Arguments: root, name (run, check), job (its values) */}}
{{- define "partition-tools.cronjob" -}}
{{- $root := .root -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "partition-tools.fullname" $root }}-{{ .name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "partition-tools.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
spec:
  schedule: {{ .job.schedule | quote }}
  timeZone: {{ .job.timeZone | quote }}
  suspend: {{ .job.suspend }}
  # Two at once would wait for each other's tables.
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {{ .job.startingDeadlineSeconds }}
  successfulJobsHistoryLimit: {{ $root.Values.jobHistory.successful }}
  failedJobsHistoryLimit: {{ $root.Values.jobHistory.failed }}
  jobTemplate:
    spec:
      # The next one goes on where this one has failed.
      backoffLimit: 0
      activeDeadlineSeconds: {{ .job.activeDeadlineSeconds }}
      template:
        metadata:
          labels:
            {{- include "partition-tools.selectorLabels" $root | nindent 12 }}
            app.kubernetes.io/component: {{ .name }}
            {{- with $root.Values.podLabels }}{{ toYaml . | nindent 12 }}{{ end }}
          annotations:
            checksum/config: {{ include (print $root.Template.BasePath "/configmap.yaml") $root | sha256sum }}
            {{- with $root.Values.podAnnotations }}{{ toYaml . | nindent 12 }}{{ end }}
        spec:
          restartPolicy: Never
          serviceAccountName: {{ include "partition-tools.serviceAccountName" $root }}
          automountServiceAccountToken: false
          # SIGTERM stops it cleanly.
          terminationGracePeriodSeconds: 60
          {{- with $root.Values.imagePullSecrets }}
          imagePullSecrets: {{ toYaml . | nindent 12 }}
          {{- end }}
          {{- with $root.Values.priorityClassName }}
          priorityClassName: {{ . }}
          {{- end }}
          securityContext: {{ toYaml $root.Values.podSecurityContext | nindent 12 }}
          containers:
            - name: partition-tools
              image: "{{ $root.Values.image.repository }}:{{ default $root.Chart.AppVersion $root.Values.image.tag }}"
              imagePullPolicy: {{ $root.Values.image.pullPolicy }}
              args:
                - {{ .name }}
                - --config=/etc/partition-tools/partition-tools.yaml
                {{- range $file, $text := $root.Values.policies }}
                - /etc/partition-tools/policies/{{ $file }}
                {{- end }}
                {{- range .job.arguments }}
                - {{ . | quote }}
                {{- end }}
              env:
                {{- range $name, $value := $root.Values.database.env }}
                - name: {{ $name }}
                  value: {{ $value | quote }}
                {{- end }}
              envFrom:
                - secretRef:
                    name: {{ required "database.existingSecret: name the secret with PGPASSWORD" $root.Values.database.existingSecret }}
              resources: {{ toYaml $root.Values.resources | nindent 16 }}
              securityContext: {{ toYaml $root.Values.securityContext | nindent 16 }}
              volumeMounts:
                - name: config
                  mountPath: /etc/partition-tools
                  readOnly: true
                - name: tmp
                  mountPath: /tmp
                {{- if $root.Values.database.tlsSecret }}
                - name: tls
                  mountPath: /etc/partition-tools-tls
                  readOnly: true
                {{- end }}
          volumes:
            - name: config
              configMap:
                name: {{ include "partition-tools.fullname" $root }}
                items:
                  - key: partition-tools.yaml
                    path: partition-tools.yaml
                  {{- range $file, $text := $root.Values.policies }}
                  - key: {{ $file }}
                    path: policies/{{ $file }}
                  {{- end }}
            - name: tmp
              emptyDir: {}
            {{- if $root.Values.database.tlsSecret }}
            - name: tls
              secret:
                secretName: {{ $root.Values.database.tlsSecret }}
                defaultMode: 0440
            {{- end }}
          {{- with $root.Values.nodeSelector }}
          nodeSelector: {{ toYaml . | nindent 12 }}
          {{- end }}
          {{- with $root.Values.tolerations }}
          tolerations: {{ toYaml . | nindent 12 }}
          {{- end }}
          {{- with $root.Values.affinity }}
          affinity: {{ toYaml . | nindent 12 }}
          {{- end }}
{{- end }}
